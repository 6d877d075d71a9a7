# SPDX-License-Identifier: Apache-2.0
"""`monero daemon zmq` and `monero daemon watch`, as processes."""

import asyncio
import contextlib
import json
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import zmq
import zmq.asyncio

from aiomonero.testing.answers import recorded
from aiomonero.testing.fakenode import FakeNode
from tests.support import monerod, vectors

SECONDS = 120.0
RECORDED = Path(__file__).parents[2] / "vectors" / "rpc" / "0.18.5.3"


async def test_a_block_reaches_both_commands(tmp_path: Path) -> None:
    """The one prints what is published; the other one looks at once, though its interval is an hour."""
    async with (
        monerod.running(tmp_path, has_zmq=True) as daemon,
        _command("-a", daemon.url, "zmq", "--endpoint", daemon.zmq_address, "--count=3", "--json") as printing,
        _command("-a", daemon.url, "watch", "--endpoint", daemon.zmq_address, "--interval=3600", "--json") as watching,
        daemon.node(timeout_seconds=SECONDS) as node,
    ):
        first = await _line(watching)
        printed = asyncio.create_task(_lines(printing, 3))
        seen = asyncio.create_task(_higher(watching, first["height"]))
        async with asyncio.timeout(SECONDS):
            # Nobody says when a publisher has learnt of a subscription.
            while not (printed.done() and seen.done()):
                await node.rpc.generate_blocks(1, monerod.ADDRESS)
                await asyncio.wait([printed, seen], timeout=0.5)
        assert await printing.wait() == 0

    told, later = printed.result(), seen.result()
    assert [e["topic"] for e in told] == ["json-full-miner_data", "json-full-chain_main", "json-minimal-chain_main"]
    assert told[2]["data"]["ids"] == [told[0]["data"]["prev_id"]]
    assert any(line.startswith("block ") for line in later["events"])


@pytest.mark.parametrize("command", ["zmq", "watch"])
async def test_ctrl_c_ends_it_without_a_trace(command: str) -> None:
    """With the exit code that shells have for that."""
    async with FakeNode.from_folder(RECORDED).serving() as url:
        with _publishing() as (publisher, endpoint):
            async with _command("-a", url, command, "--endpoint", endpoint) as running:
                await _until_it_prints(running, publisher)
                running.send_signal(signal.SIGINT)
                _, trace = await asyncio.wait_for(running.communicate(), SECONDS)

    assert (running.returncode, trace.strip()) == (130, b"")


async def test_watching_goes_on_while_the_daemon_is_away() -> None:
    """The last picture stays, with the reason; then the daemon is back."""
    fake = FakeNode.from_folder(RECORDED)
    async with fake.serving() as url, _command("-a", url, "watch", "--interval=0.1", "--json") as watching:
        healthy = await _line(watching)
        fake.answers("get_info", {"status": "BUSY"})
        troubled = await _line(watching)
        fake.answers("get_info", recorded(RECORDED)["get_info"])
        back = await _line(watching)

    assert healthy["trouble"] is None
    assert "BUSY" in troubled["trouble"]
    assert healthy == {**troubled, "trouble": None} == back


async def test_a_daemon_that_was_never_there_is_an_error() -> None:
    """There is nothing to watch, and the exit code says so."""
    async with _command("-a", "http://127.0.0.1:1", "watch") as watching:
        _, told = await asyncio.wait_for(watching.communicate(), SECONDS)

    assert watching.returncode == 3
    assert b"Traceback" not in told


@contextlib.asynccontextmanager
async def _command(*arguments: str) -> AsyncIterator[Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "aiomonero.cli", "daemon", *arguments, stdout=PIPE, stderr=PIPE
    )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.communicate()


async def _line(process: Process) -> dict[str, Any]:
    assert process.stdout
    return json.loads(await asyncio.wait_for(process.stdout.readline(), SECONDS))


async def _higher(process: Process, height: int) -> dict[str, Any]:
    while (seen := await _line(process))["height"] <= height:
        continue
    return seen


@contextlib.contextmanager
def _publishing() -> Iterator[tuple[zmq.asyncio.Socket, str]]:
    context = zmq.asyncio.Context()
    socket = context.socket(zmq.XPUB)
    try:
        yield socket, f"tcp://127.0.0.1:{socket.bind_to_random_port('tcp://127.0.0.1')}"
    finally:
        context.destroy(linger=0)


async def _until_it_prints(process: Process, publisher: zmq.asyncio.Socket) -> None:
    assert process.stdout
    printed = asyncio.create_task(process.stdout.readline())
    try:
        async with asyncio.timeout(SECONDS):
            while not printed.done():
                await publisher.send(vectors.publication("0.18.5.3", "json-minimal-txpool_add"))
                await asyncio.wait([printed], timeout=0.1)
    finally:
        printed.cancel()


async def _lines(process: Process, count: int) -> list[dict[str, Any]]:
    return [await _line(process) for _ in range(count)]
