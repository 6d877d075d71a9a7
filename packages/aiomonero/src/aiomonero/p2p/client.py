# SPDX-License-Identifier: Apache-2.0
"""One peer by its address: a single question on a connection of its own, or a session for several."""

import contextlib
from collections.abc import AsyncIterator

from aiomonero.p2p.session import Myself, Session
from aiomonero.transport.base import Dialer
from aiomonero.transport.tcp import TcpDialer
from aiomonero.types import peer_address
from aiomonero.types.network import Network
from aiomonero.types.p2p import Handshake

TIMEOUT_SECONDS = 10.0
"""For connecting, and for each answer; peers give each other half of it for a handshake, but not over Tor."""


class Client:
    """Asks the peer at a host and port, which may be an onion or I2P name where the dialer has a proxy for it.

    `myself` is what the peer is told; the default has nothing to offer and cannot be visited. All methods raise
    TransportError, ProtocolError, or OtherNetwork where the peer belongs to another network.
    """

    def __init__(
        self,
        host: str,
        port: int,
        *,
        network: Network = Network.MAINNET,
        dialer: Dialer | None = None,
        myself: Myself | None = None,
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> None:
        self.host = host
        self.port = port
        self.network = network
        self._dialer = dialer or TcpDialer()
        self._myself = myself or Myself.nobody(network)
        self._timeout_seconds = timeout_seconds

    @contextlib.asynccontextmanager
    async def session(self) -> AsyncIterator[Session]:
        """Connect for several questions; the connection ends with the block."""
        stream = await self._dialer.open(self.host, self.port, timeout_seconds=self._timeout_seconds)
        try:
            yield Session(
                stream,
                network=self.network,
                myself=self._myself,
                timeout_seconds=self._timeout_seconds,
                endpoint=peer_address.join(self.host, self.port),
            )
        finally:
            await stream.close()

    async def handshake(self) -> Handshake:
        """Connect, learn who the peer is and whom it knows, and disconnect."""
        async with self.session() as session:
            return await session.handshake()

    async def ping(self) -> int:
        """Connect, return the peer's id, and disconnect: the cheapest way to know that somebody is there."""
        async with self.session() as session:
            return await session.ping()

    async def support_flags(self) -> int:
        """Connect, return what the peer understands beyond the beginnings, and disconnect."""
        async with self.session() as session:
            return await session.support_flags()
