# SPDX-License-Identifier: Apache-2.0
"""Nodes of a private Tor network as tests see them."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import os
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from monero_operator.keys import onion
from tests.support import anonymity_programs, hidden_worlds, loopback, sidecars, tor_network
from tests.support.hidden_worlds import P2P, P2P_PORT, RPC, RPC_PORT


@dataclasses.dataclass(frozen=True, slots=True)
class Tor:
    """A private Tor network."""

    network: tor_network.Network
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

    async def brought_key(self, folder: Path) -> hidden_worlds.Brought:
        service, home = folder / "service", folder / "data"
        service.mkdir(parents=True, mode=0o700)
        told = ("DisableNetwork", "1", "SocksPort", "0", "DataDirectory", str(home), "HiddenServiceDir", str(service))
        command = (anonymity_programs.programs().tor, "-f", str(folder / "none"), "--ignore-missing-torrc", *told)
        process = await asyncio.create_subprocess_exec(
            *command, "HiddenServicePort", "80", stdout=asyncio.subprocess.DEVNULL
        )
        try:
            hostname = await hidden_worlds.content(service / "hostname")
        finally:
            process.kill()
            await process.wait()
        return hidden_worlds.Brought((service / "hs_ed25519_secret_key").read_bytes(), hostname.decode().strip())

    @contextlib.asynccontextmanager
    async def beside(
        self, folder: Path, targets: hidden_worlds.Targets, keys: Mapping[str, bytes] | None = None
    ) -> AsyncIterator[hidden_worlds.Beside]:
        keys = keys or {P2P: self.make_key(), RPC: self.make_key()}
        services = [
            service("p2p", "p2p-{ordinal}", f"{P2P_PORT} 127.0.0.1:{targets.p2p}"),
            service("rpc", "rpc-{ordinal}", f"{RPC_PORT} 127.0.0.1:{targets.rpc}"),
        ]
        async with self.agent(folder, *services, keys=keys) as (sidecar, socks, _):
            yield hidden_worlds.Beside(sidecar, socks, self.address(keys[P2P]), self.address(keys[RPC]))

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
        async with sidecars.running(
            "tor", folder, document, entries, {"torrc": self.network.torrc}, program
        ) as sidecar:
            await sidecar.until(lambda told: told["ready"])
            yield sidecar, socks, apart


def service(name: str, key: str, *ports: str, **more: Any) -> dict[str, Any]:
    """Return a service of `tor.json`."""
    return {"name": name, "key": key, "ports": ports, "lines": [], **more}
