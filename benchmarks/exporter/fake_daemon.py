# SPDX-License-Identifier: Apache-2.0
"""A server that answers as a busy daemon would, at once, in a process of its own that ends with its stdin."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator, Mapping

from benchmarks.exporter import busy
from benchmarks.exporter.busy import Answer
from tests.support import loopback


@contextlib.asynccontextmanager
async def running() -> AsyncIterator[str]:
    """Run the process until the end of the block, and return the address of its daemon."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", __name__, stdin=pipe, stdout=pipe)
    assert process.stdin
    assert process.stdout
    try:
        yield (await process.stdout.readline()).decode().strip()
    finally:
        process.stdin.close()
        await process.wait()


@contextlib.asynccontextmanager
async def serving(answers: Mapping[str, Answer]) -> AsyncIterator[str]:
    """Serve the answers until the end of the block, and return the address."""
    [port] = loopback.free_ports(1)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                _write(writer, _answer(answers, *await _request(reader)))
                await writer.drain()
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", port):
        yield f"http://127.0.0.1:{port}"


async def _request(reader: asyncio.StreamReader) -> tuple[str, bytes]:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = next(int(line.split(":")[1]) for line in head.splitlines() if line.startswith("content-length:"))
    return head.split()[1], await reader.readexactly(length)


def _answer(answers: Mapping[str, Answer], path: str, body: bytes) -> bytes:
    request = json.loads(body or b"{}")
    answer = answers.get(request["method"] if path == "/json_rpc" else path)
    if answer is None:
        raise RuntimeError(f"the exporter asks for {path} {body!r}, and the fake daemon has no answer")
    return answer(request)


def _write(writer: asyncio.StreamWriter, body: bytes) -> None:
    head = f"HTTP/1.1 200 Ok\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    writer.write(head.encode() + body)


async def _main() -> None:
    async with serving(busy.answers()) as url:
        print(url, flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_main())
