# SPDX-License-Identifier: Apache-2.0
"""The visit of one peer: dial, shake hands, hear whom it knows, hang up."""

import asyncio
import contextlib

from aiomonero import errors
from aiomonero.p2p.client import TIMEOUT_SECONDS, Client
from aiomonero.p2p.session import Myself, Session
from aiomonero.p2p.visit import Answer, Told
from aiomonero.transport.base import Dialer
from aiomonero.types.network import Network
from aiomonero.types.p2p import Handshake, PeerEntry
from aiomonero.types.peer_address import PeerAddress

_HANG_UP_SECONDS = 5.0


class Visitor:
    """Visits peers of one network, as somebody who has the first block and cannot be visited back.

    A peer tells at most 250 of the peers it knows at once; with `syncs` it is asked as often again, over the same
    connection, for those that it did not tell.
    """

    def __init__(
        self,
        network: Network,
        dialer: Dialer | None = None,
        *,
        timeout_seconds: float = TIMEOUT_SECONDS,
        syncs: int = 0,
    ) -> None:
        self._network = network
        self._dialer = dialer
        self._timeout_seconds = timeout_seconds
        self._syncs = syncs
        self._myself = Myself.nobody(network)

    async def __call__(self, address: PeerAddress) -> Told:
        """Visit a peer; raises MoneroError."""
        async with self._client(address).session() as session:
            handshake = await session.handshake()
            peers = list(handshake.peers)
            # Who shook hands is a member of the network, whatever becomes of what is asked later.
            with contextlib.suppress(errors.TransportError, errors.ProtocolError, TimeoutError):
                async with asyncio.timeout(self._timeout_seconds):
                    await self._sync(session, peers)
            return _told(handshake, peers)

    @property
    def most_seconds(self) -> float:
        """The longest a visit takes: as long for dialing, the handshake and all the syncs, and a little to hang up."""
        return 3 * self._timeout_seconds + _HANG_UP_SECONDS

    async def _sync(self, session: Session, peers: list[PeerEntry]) -> None:
        for _ in range(self._syncs):
            more = (await session.timed_sync()).peers
            if not more:
                break
            peers += more

    def _client(self, address: PeerAddress) -> Client:
        return Client(
            address.host,
            address.port,
            network=self._network,
            dialer=self._dialer,
            myself=self._myself,
            timeout_seconds=self._timeout_seconds,
        )


def _told(handshake: Handshake, peers: list[PeerEntry]) -> Told:
    node, chain = handshake.node, handshake.chain
    answer = Answer(
        peer_id=node.peer_id,
        height=chain.height,
        top_hash=chain.top_hash,
        top_version=chain.top_version,
        support_flags=node.support_flags,
        pruning_seed=chain.pruning_seed,
        rpc_port=node.rpc_port,
        told=len(peers),
    )
    return Told(answer, tuple(peer.address for peer in peers))
