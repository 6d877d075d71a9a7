# SPDX-License-Identifier: Apache-2.0
"""A client of a node's RPC and ZMQ, as a program for a pod that has `aiomonero` and nothing else of ours.

It is sent to the pod as text, so it imports only the standard library and `aiomonero`. The login comes from the
variables USERNAME and PASSWORD, the authority from a file that the arguments name.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
from collections.abc import AsyncIterator
from pathlib import Path

from aiomonero import errors
from aiomonero.node import Node
from aiomonero.testing import daemons
from aiomonero.transport.call import Policy
from aiomonero.transport.tls import Trust
from aiomonero.types.login import Login

TIMEOUT_SECONDS = 60.0
ADDRESS = daemons.ADDRESS
TOPIC = b"json-minimal-chain_main"

# ZMTP 3.0 (rfc.zeromq.org/spec/23): a greeting with the mechanism NULL, then READY, then frames.
GREETING = b"\xff" + bytes(8) + b"\x7f" + b"\x03\x00" + b"NULL".ljust(20, b"\0") + b"\0" + bytes(31)
READY = b"\x05READY" + b"\x0bSocket-Type" + (3).to_bytes(4, "big") + b"SUB"
LONG, COMMAND = 2, 4


async def read_frame(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Return the flags and the body of the next frame."""
    flags = (await reader.readexactly(1))[0]
    size = int.from_bytes(await reader.readexactly(8 if flags & LONG else 1), "big")
    return flags, await reader.readexactly(size)


@contextlib.asynccontextmanager
async def subscribed(host: str, port: int) -> AsyncIterator[asyncio.StreamReader]:
    """Connect as a subscriber of new blocks."""
    reader, writer = await asyncio.open_connection(host, port)
    # One step after the other: libzmq hangs up on who sends everything at once.
    writer.write(GREETING)
    await reader.readexactly(len(GREETING))
    writer.write(bytes([COMMAND, len(READY)]) + READY)
    await read_frame(reader)
    writer.write(bytes([0, len(TOPIC) + 1]) + b"\x01" + TOPIC)
    yield reader
    writer.close()


async def make_blocks(node: Node, seen: asyncio.Event) -> None:
    """Make a block every second until one was seen: a publisher forgets what nobody is subscribed to yet."""
    while not seen.is_set():
        template = await node.rpc.get_block_template(ADDRESS)
        await node.rpc.submit_block(template.blocktemplate_blob)
        await asyncio.sleep(1)


async def watch(node: Node, host: str, port: int) -> str:
    """Return the first message about a block, of those that are made meanwhile."""
    seen = asyncio.Event()
    async with subscribed(host, port) as reader, asyncio.TaskGroup() as tasks:
        tasks.create_task(make_blocks(node, seen))
        _, message = await read_frame(reader)
        seen.set()
    return message.decode()


async def run(options: argparse.Namespace) -> str:
    """Do what the arguments say and return what came of it."""
    login = Login(os.environ["USERNAME"], options.password or os.environ["PASSWORD"]) if options.login else None
    trust = Trust(ca_file=options.ca_file) if options.ca_file else None
    async with asyncio.timeout(TIMEOUT_SECONDS), Node(options.url, login=login, trust=trust, policy=Policy(10)) as node:
        if options.zmq_port:
            return await watch(node, node.endpoint.host, options.zmq_port)
        info = await node.rpc.get_info()
        return json.dumps({"height": info.height, "restricted": info.restricted})


def main() -> None:
    """Print the answer, or the error."""
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("--login", action="store_true")
    parser.add_argument("--password", default="")
    parser.add_argument("--ca-file", type=Path)
    parser.add_argument("--zmq-port", type=int)
    try:
        print(asyncio.run(run(parser.parse_args())))
    except errors.MoneroError as error:
        print(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
