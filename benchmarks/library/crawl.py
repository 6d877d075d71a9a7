# SPDX-License-Identifier: Apache-2.0
"""How many handshakes a second the crawler does, on a closed network of peers that a second process plays.

The peers live on loopback, answer at once and tell 250 others each, as on the real network. There, waiting for distant
and absent peers takes most of the time; this is what remains of the crawler's own.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import random
import subprocess
import sys
import time
from collections.abc import Awaitable, Iterator
from pathlib import Path

from aiomonero.p2p.crawler import Crawler, CrawlLimits
from aiomonero.p2p.frontier import Frontier, Rules
from aiomonero.p2p.session import Myself
from aiomonero.p2p.visitor import Visitor
from aiomonero.protocol.levin import connection, handshake, header
from aiomonero.protocol.levin.command import Command
from aiomonero.testing import loopback
from aiomonero.types.network import Network
from aiomonero.types.p2p import Handshake
from aiomonero.types.peer_address import PeerAddress
from benchmarks.library import table
from tests.support import fake_peers

PEERS = 2000
TOLD = 250
LISTS = 64
"""So many different lists of peers; each peer tells one of them."""
CONNECTIONS = (1, 8, 32, 128)
BARE_CONNECTIONS = 32
_MODULE = "benchmarks.library.crawl"


def show() -> None:
    """Print what a crawl costs at each number of connections."""
    with _played() as port:
        rows = [asyncio.run(_measure(f"{count} connections", _crawl(port, count))) for count in CONNECTIONS]
        bare = f"bare sockets, answers unread, {BARE_CONNECTIONS} connections"
        rows.append(asyncio.run(_measure(bare, _exchange(port))))
    columns = ("", "handshakes/s", "CPU ms/handshake", "RSS +MiB")
    table.show(f"A crawl of {PEERS} peers that tell {TOLD} others each", columns, rows)


async def _measure(name: str, work: Awaitable[int]) -> tuple[str, ...]:
    memory, cpu, wall = _resident_bytes(), time.process_time(), time.perf_counter()
    answered = await work
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    assert answered == PEERS, f"{answered} of {PEERS} peers answered"
    grown = (_resident_bytes() - memory) / 2**20
    return name, f"{PEERS / wall:.0f}", f"{cpu / PEERS * 1000:.2f}", f"{grown:.1f}"


async def _crawl(port: int, connections: int) -> int:
    frontier = Frontier(Rules(allow_private=True))
    frontier.seed(fake_peers.addresses(1, port))
    limits = CrawlLimits(connections=connections, visit_seconds=60.0)
    async with Crawler(Visitor(Network.MAINNET), frontier, limits=limits) as crawler:
        return sum([visit.answer is not None async for visit in crawler])


async def _exchange(port: int) -> int:
    """Send each peer the same bytes, and take its answer without looking into it."""
    myself = Myself.nobody(Network.MAINNET)
    body = handshake.write(Network.MAINNET, Handshake(node=myself.node, chain=myself.chain))
    request = connection.Connection().ask(Command.HANDSHAKE, body)
    left = iter(fake_peers.addresses(PEERS, port))

    async def work() -> int:
        return sum([await _one(peer, request) for peer in left])

    return sum(await asyncio.gather(*(work() for _ in range(BARE_CONNECTIONS))))


async def _one(peer: PeerAddress, request: bytes) -> bool:
    reader, writer = await asyncio.open_connection(peer.host, peer.port)
    writer.write(request)
    size = header.decode(await reader.readexactly(header.SIZE_BYTES)).size_bytes
    answer = await reader.readexactly(size)
    writer.close()
    await writer.wait_closed()
    return len(answer) == size


def _resident_bytes() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@contextlib.contextmanager
def _played() -> Iterator[int]:
    """Play the peers in another process and return their port."""
    (port,) = loopback.free_ports(1)
    process = subprocess.Popen(
        [sys.executable, "-m", _MODULE, str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline(), "the peers ended"
        yield port
        # The end of its input ends it.


async def _play(port: int) -> None:
    peers = fake_peers.addresses(PEERS, port)
    chance = random.Random(port)
    mixed = chance.sample(peers, PEERS) * 2
    # Each list overlaps the next one, so that everybody is found.
    lists = [fake_peers.answer(mixed[begin : begin + TOLD]) for begin in range(0, PEERS, PEERS // LISTS)]
    replies: dict[PeerAddress, bytes | None] = dict(zip(peers, itertools.cycle(lists), strict=False))
    async with fake_peers.listening(replies):
        print("listening", flush=True)
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_play(int(sys.argv[1])))
