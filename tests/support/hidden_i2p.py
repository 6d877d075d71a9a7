# SPDX-License-Identifier: Apache-2.0
"""Nodes of a private I2P network as tests see them."""

from __future__ import annotations

import contextlib
import dataclasses
import os
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from monero_operator.desired.routers import PEERS_PORT
from monero_operator.keys import i2p as destination
from tests.support import anonymity_programs, hidden_worlds, i2p_network, loopback, sidecars
from tests.support.hidden_worlds import P2P, RPC, RPC_PORT


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

    async def brought_key(self, folder: Path) -> hidden_worlds.Brought:
        text = i2p_network.server("mine", keys="mine.dat", target=1)
        async with i2p_network.joined(self.network, folder, text) as router:
            key = await hidden_worlds.content(folder / "mine.dat")
            return hidden_worlds.Brought(key, router.address("mine.dat"))

    @contextlib.asynccontextmanager
    async def beside(
        self, folder: Path, targets: hidden_worlds.Targets, keys: Mapping[str, bytes] | None = None
    ) -> AsyncIterator[hidden_worlds.Beside]:
        keys = keys or {P2P: self.make_key(), RPC: self.make_key()}
        services = [
            tunnel("p2p", "p2p-{ordinal}", PEERS_PORT, targets.p2p),
            tunnel("rpc", "rpc-{ordinal}", RPC_PORT, targets.rpc),
        ]
        async with self.agent(folder, *services, keys=keys) as (sidecar, socks):
            yield hidden_worlds.Beside(sidecar, socks, self.address(keys[P2P]), self.address(keys[RPC]))

    @contextlib.asynccontextmanager
    async def agent(
        self,
        folder: Path,
        *services: Mapping[str, Any],
        keys: Mapping[str, bytes],
        clients: Sequence[Mapping[str, Any]] = (),
        nodes: Sequence[str] = (),
        ordinal: int = 0,
    ) -> AsyncIterator[tuple[sidecars.Sidecar, int]]:
        """Run an agent with a proxy, one of these nodes; its i2pd is up when the block begins."""
        (socks,) = loopback.free_ports(1)
        document = {
            "schema": 1,
            "socks": f"127.0.0.1:{socks}",
            "options": {},
            "services": services,
            "clients": clients,
            "nodes": nodes,
        }
        extra: dict[str, str | bytes] = {
            "i2pd.conf": i2p_network.configuration(self.network.place()),
            "reseed.zip": self.network.reseed.read_bytes(),
        }
        entries = {self.entry(what): key for what, key in keys.items()}
        flags = (f"--i2pd={anonymity_programs.programs().i2pd}", f"--ordinal={ordinal}")
        async with sidecars.running("i2p", folder, document, entries, extra, *flags) as sidecar:
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
