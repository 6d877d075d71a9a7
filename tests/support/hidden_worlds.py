# SPDX-License-Identifier: Apache-2.0
"""Tor and I2P as tests of nodes see them: an agent beside each monerod, and a client that reaches every address."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import itertools
import time
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Protocol

from aiomonero import errors
from aiomonero.node import Node
from aiomonero.transport.call import Policy
from aiomonero.types.login import Login
from aiomonero.types.proxy import Proxy
from tests.support import sidecars, waiting

P2P_PORT, RPC_PORT = 18084, 18089
P2P, RPC = "p2p-0", "rpc-0"
PREVIOUS = ".previous"
_BETWEEN_SECONDS = 0.5
_FILE_SECONDS = 30.0


@dataclasses.dataclass(frozen=True, slots=True)
class Targets:
    """The ports of loopback that a monerod is met at."""

    p2p: int
    rpc: int


@dataclasses.dataclass(frozen=True, slots=True)
class Beside:
    """What runs beside a monerod: the proxy that it hands things to, and the addresses that lead to it."""

    sidecar: sidecars.Sidecar
    socks: int
    p2p: str
    rpc: str


@dataclasses.dataclass(frozen=True, slots=True)
class Brought:
    """A key of somebody's own, and the address that its program gives it."""

    key: bytes
    address: str


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking an address again and again: how long each answer took, and what else came."""

    answered: list[float] = dataclasses.field(default_factory=list)
    failed: list[str] = dataclasses.field(default_factory=list)

    async def until_answered(self, count: int) -> None:
        """Wait for so many answers in all."""
        async with asyncio.timeout(sidecars.READY_SECONDS):
            while len(self.answered) < count:  # noqa: ASYNC110 - the one who asks has no event for each answer
                await asyncio.sleep(0.1)


@contextlib.asynccontextmanager
async def asking(world: World, address: str) -> AsyncIterator[Asked]:
    """Ask a node at an address for its height until the end of the block, over a way of its own each time."""
    asked = Asked()

    async def ask() -> None:
        for number in itertools.count():
            began = time.monotonic()
            circuit = f"{address}-{number}" if world.isolates else ""
            async with node(world, address, circuit=circuit) as client:
                try:
                    await client.rpc.get_height()
                except errors.MoneroError as error:
                    asked.failed.append(str(error))
                else:
                    asked.answered.append(time.monotonic() - began)
            await asyncio.sleep(_BETWEEN_SECONDS)

    task = asyncio.create_task(ask())
    try:
        yield asked
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


class World(Protocol):
    """One of the two networks. `socks` is the proxy of somebody else in it, `address_type` what monerod calls it.

    `isolates` says whether that proxy takes another way for another login.
    """

    @property
    def name(self) -> str: ...

    @property
    def address_type(self) -> int: ...

    @property
    def socks(self) -> int: ...

    @property
    def isolates(self) -> bool: ...

    def make_key(self) -> bytes:
        """Return the file of a key that nobody has."""

    def address(self, key: bytes) -> str:
        """Return what a key is reached by."""

    def entry(self, what: str) -> str:
        """Return the name in a Secret of what a key is for."""

    def peer(self, address: str) -> str:
        """Return how a monerod names a peer."""

    async def brought_key(self, folder: Path) -> Brought:
        """Return a key that the network's own program made."""

    def beside(
        self, folder: Path, targets: Targets, keys: Mapping[str, bytes] | None = None
    ) -> contextlib.AbstractAsyncContextManager[Beside]:
        """Run an agent that serves the keys; P2P and RPC have one each unless they are given."""


def node(world: World, address: str, *, timeout_seconds: float = 30.0, circuit: str = "") -> Node:
    """Return a client of the restricted RPC at an address, which asks once."""
    proxy = Proxy("127.0.0.1", world.socks, Login(circuit, "x") if circuit else None)
    policy = Policy(timeout_seconds=timeout_seconds, attempts=1)
    return Node(f"http://{address}:{RPC_PORT}", proxy=proxy, policy=policy)


async def content(file: Path) -> bytes:
    """Wait for a file that a program writes."""

    def look() -> bytes:
        return (file.exists() and file.read_bytes()) or b""

    return await asyncio.to_thread(waiting.until, look, seconds=_FILE_SECONDS, what=str(file), every=0.05)
