# SPDX-License-Identifier: Apache-2.0
"""Tor and I2P as tests of nodes see them: an agent beside each monerod, and a client that reaches every address."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import itertools
import os
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from aiomonero import errors
from aiomonero.node import Node
from aiomonero.transport.call import Policy
from aiomonero.types.login import Login
from aiomonero.types.proxy import Proxy
from monero_operator.keys import i2p as destination
from monero_operator.keys import onion
from tests.support import anonymity_programs, i2p_network, loopback, sidecars

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

    name: str
    address_type: int
    socks: int
    isolates: bool

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


@dataclasses.dataclass(frozen=True, slots=True)
class Tor:
    """A private Tor network: `torrc` makes a tor part of it."""

    torrc: str
    socks: int = 0
    name: str = "tor"
    address_type: int = 4
    isolates: bool = True

    def make_key(self) -> bytes:
        return onion.make(os.urandom(onion.ENTROPY_BYTES))

    def address(self, key: bytes) -> str:
        return onion.address(key)

    def entry(self, what: str) -> str:
        kind, _, previous = what.partition(".")
        return f"{kind}.secret_key" + (previous and f".{previous}")

    def peer(self, address: str) -> str:
        return f"{address}:{P2P_PORT}"

    async def brought_key(self, folder: Path) -> Brought:
        service, home = folder / "service", folder / "data"
        service.mkdir(parents=True, mode=0o700)
        told = ("DisableNetwork", "1", "SocksPort", "0", "DataDirectory", str(home), "HiddenServiceDir", str(service))
        command = (anonymity_programs.programs().tor, "-f", str(folder / "none"), "--ignore-missing-torrc", *told)
        process = await asyncio.create_subprocess_exec(
            *command, "HiddenServicePort", "80", stdout=asyncio.subprocess.DEVNULL
        )
        try:
            hostname = await _content(service / "hostname")
        finally:
            process.kill()
            await process.wait()
        return Brought((service / "hs_ed25519_secret_key").read_bytes(), hostname.decode().strip())

    @contextlib.asynccontextmanager
    async def beside(
        self, folder: Path, targets: Targets, keys: Mapping[str, bytes] | None = None
    ) -> AsyncIterator[Beside]:
        keys = keys or {P2P: self.make_key(), RPC: self.make_key()}
        services = [
            service("p2p", "p2p-{ordinal}", f"{P2P_PORT} 127.0.0.1:{targets.p2p}"),
            service("rpc", "rpc-{ordinal}", f"{RPC_PORT} 127.0.0.1:{targets.rpc}"),
        ]
        async with self.agent(folder, *services, keys=keys) as (sidecar, socks, _):
            yield Beside(sidecar, socks, self.address(keys[P2P]), self.address(keys[RPC]))

    @contextlib.asynccontextmanager
    async def agent(
        self,
        folder: Path,
        *services: Mapping[str, Any],
        keys: Mapping[str, bytes],
        lines: Sequence[str] = (),
        maps: Mapping[str, str] | None = None,
    ) -> AsyncIterator[tuple[sidecars.Sidecar, int, int]]:
        """Run an agent with the ports of two proxies that share no circuit; it is ready when the block begins."""
        socks, apart = loopback.free_ports(2)
        ports = [f"SocksPort 127.0.0.1:{socks} IsolateSOCKSAuth", f"SocksPort 127.0.0.1:{apart}"]
        document = {"schema": 1, "lines": [*ports, *lines], "services": services, "maps": maps or {}}
        entries = {self.entry(what): key for what, key in keys.items()}
        program = f"--tor={anonymity_programs.programs().tor}"
        async with sidecars.running("tor", folder, document, entries, {"torrc": self.torrc}, program) as sidecar:
            await sidecar.until(lambda told: told["ready"])
            yield sidecar, socks, apart


def service(name: str, key: str, *ports: str, **more: Any) -> dict[str, Any]:
    """Return a service of `tor.json`."""
    return {"name": name, "key": key, "ports": ports, "lines": [], **more}


@dataclasses.dataclass(frozen=True, slots=True)
class I2p:
    """A private I2P network."""

    network: i2p_network.Network
    socks: int = 0
    name: str = "i2p"
    address_type: int = 3
    isolates: bool = False

    def make_key(self) -> bytes:
        return destination.make(os.urandom(destination.ENTROPY_BYTES))

    def address(self, key: bytes) -> str:
        return destination.address(key)

    def entry(self, what: str) -> str:
        kind, _, previous = what.partition(".")
        return f"{kind}.dat" + (previous and f".{previous}")

    def peer(self, address: str) -> str:
        return address

    async def brought_key(self, folder: Path) -> Brought:
        text = i2p_network.server("mine", keys="mine.dat", target=1)
        async with i2p_network.joined(self.network, folder, text) as router:
            key = await _content(folder / "mine.dat")
            return Brought(key, router.address("mine.dat"))

    @contextlib.asynccontextmanager
    async def beside(
        self, folder: Path, targets: Targets, keys: Mapping[str, bytes] | None = None
    ) -> AsyncIterator[Beside]:
        keys = keys or {P2P: self.make_key(), RPC: self.make_key()}
        services = [
            tunnel("p2p", "p2p-{ordinal}", P2P_PORT, targets.p2p),
            tunnel("rpc", "rpc-{ordinal}", RPC_PORT, targets.rpc),
        ]
        async with self.agent(folder, *services, keys=keys) as (sidecar, socks):
            yield Beside(sidecar, socks, self.address(keys[P2P]), self.address(keys[RPC]))

    @contextlib.asynccontextmanager
    async def agent(
        self,
        folder: Path,
        *services: Mapping[str, Any],
        keys: Mapping[str, bytes],
        clients: Sequence[Mapping[str, Any]] = (),
    ) -> AsyncIterator[tuple[sidecars.Sidecar, int]]:
        """Run an agent with a proxy; its i2pd is up when the block begins."""
        (socks,) = loopback.free_ports(1)
        document = {
            "schema": 1,
            "socks": f"127.0.0.1:{socks}",
            "options": {},
            "services": services,
            "clients": clients,
        }
        extra = {
            "i2pd.conf": i2p_network.configuration(self.network.place()),
            "reseed.zip": self.network.reseed.read_bytes(),
        }
        entries = {self.entry(what): key for what, key in keys.items()}
        program = f"--i2pd={anonymity_programs.programs().i2pd}"
        async with sidecars.running("i2p", folder, document, entries, extra, program) as sidecar:
            await sidecar.until(lambda told: told["running"])
            yield sidecar, socks


def tunnel(name: str, key: str, port: int, target: int, **options: str) -> dict[str, Any]:
    """Return a service of `i2p.json`."""
    return {
        "name": name,
        "key": key,
        "port": port,
        "target": f"127.0.0.1:{target}",
        "options": i2p_network.TUNNEL | options,
    }


async def _content(file: Path) -> bytes:
    """Wait for a file that a program writes."""
    async with asyncio.timeout(_FILE_SECONDS):
        while not file.exists() or not file.stat().st_size:  # noqa: ASYNC110 - a file is polled
            await asyncio.sleep(0.05)
    return file.read_bytes()
