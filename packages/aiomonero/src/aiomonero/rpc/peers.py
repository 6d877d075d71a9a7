# SPDX-License-Identifier: Apache-2.0
"""Calls about the daemon's peers."""

from aiomonero.methods.daemon import peers
from aiomonero.rpc import calls
from aiomonero.types.peer import Connection, PeerList, PublicNodes


class PeerCalls(calls.Calls):
    """Whom the daemon talks to, whom it knows, and how many it takes; unrestricted port only, but for public nodes."""

    async def get_connections(self) -> tuple[Connection, ...]:
        """Return the peers that it talks to."""
        return (await self._caller.call(peers.GET_CONNECTIONS, None)).connections

    async def get_peer_list(self, *, public_only: bool = True, include_blocked: bool = False) -> PeerList:
        """Return the addresses that the daemon knows; those of Tor and I2P only without `public_only`."""
        return await self._caller.call(peers.GET_PEER_LIST, peers.PeerListParams(public_only, include_blocked))

    async def get_public_nodes(
        self, *, white: bool = True, gray: bool = False, include_blocked: bool = False
    ) -> PublicNodes:
        """Return those known addresses that offer RPC to everybody."""
        return await self._caller.call(
            peers.GET_PUBLIC_NODES, peers.PublicNodesParams(white=white, gray=gray, include_blocked=include_blocked)
        )

    async def out_peers(self, limit: int | None = None) -> int:
        """Return how many connections the daemon makes at most, after setting it where a limit is given.

        0 ends all of them. The limit holds until the daemon ends.
        """
        params = peers.OutPeersParams(set=limit is not None, out_peers=limit or 0)
        return (await self._caller.call(peers.OUT_PEERS, params)).out_peers

    async def in_peers(self, limit: int | None = None) -> int:
        """Return how many connections the daemon accepts at most (2**32 - 1: any), after setting it as `out_peers`."""
        params = peers.InPeersParams(set=limit is not None, in_peers=limit or 0)
        return (await self._caller.call(peers.IN_PEERS, params)).in_peers
