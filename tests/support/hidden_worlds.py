# SPDX-License-Identifier: Apache-2.0
"""Tor and I2P as a test of nodes sees them: an agent beside each monerod, and a client that reaches every address."""

from __future__ import annotations

import contextlib
import dataclasses
import os
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from aiomonero.node import Node
from aiomonero.transport.call import Policy
from aiomonero.types.login import Login
from aiomonero.types.proxy import Proxy
from monero_operator.keys import i2p as i2p_keys
from monero_operator.keys import onion
from tests.support import i2p_network, loopback, monerod, sidecars

P2P_PORT, RPC_PORT = 18084, 18089
TOR_TYPE, I2P_TYPE = 4, 3
"""How a daemon's list of connections calls the two networks."""
PATIENT = Policy(timeout_seconds=30.0, attempts=1)


@dataclasses.dataclass(frozen=True, slots=True)
class Beside:
    """What runs beside a monerod: where it hands things to, and what it is met at."""

    sidecar: sidecars.Sidecar
    socks: int
    p2p: str
    rpc: str


class World(Protocol):
    """One of the two networks. `socks` is the proxy of somebody else who joined it."""

    name: str
    address_type: int
    socks: int

    def make_key(self) -> bytes: ...
    def address(self, key: bytes) -> str: ...
    def entry(self, what: str) -> str: ...
    def host(self, address: str) -> str: ...
    def beside(
        self, folder: Path, ports: monerod.Ports, inbound: int, *, keys: Mapping[str, bytes] | None = None
    ) -> contextlib.AbstractAsyncContextManager[Beside]: ...


def node(world: World, address: str, *, timeout_seconds: float = 30.0, circuit: str = "") -> Node:
    """Return a client of the restricted RPC at an address, which asks once."""
    policy = dataclasses.replace(PATIENT, timeout_seconds=timeout_seconds)
    proxy = Proxy("127.0.0.1", world.socks, Login(circuit, "x") if circuit else None)
    return Node(f"http://{address}:{RPC_PORT}", proxy=proxy, policy=policy)


class Tor:
    """The private Tor network."""

    name = "tor"
    address_type = TOR_TYPE

    def __init__(self, torrc: str, program: Sequence[str], socks: int = 0) -> None:
        self.torrc = torrc
        self._program = program
        self.socks = socks

    def make_key(self) -> bytes:
        return onion.make(os.urandom(onion.ENTROPY_BYTES))

    def address(self, key: bytes) -> str:
        return onion.address(key)

    def entry(self, what: str) -> str:
        return f"{what}.secret_key"

    def host(self, address: str) -> str:
        return f"{address}:{P2P_PORT}"
