# SPDX-License-Identifier: Apache-2.0
"""Methods about the daemon's peers: whom it talks to, whom it knows, and how many it takes."""

import types

import msgspec

from aiomonero.methods.method import Form, Method
from aiomonero.types.peer import Connection, PeerList, PublicNodes


class ConnectionsResult(msgspec.Struct, frozen=True):
    """All P2P connections; daemons leave an empty list out."""

    connections: tuple[Connection, ...] = ()


class PeerListParams(msgspec.Struct, frozen=True):
    """Whether to leave out Tor and I2P, and whether to tell of banned addresses too."""

    public_only: bool
    include_blocked: bool


class PublicNodesParams(msgspec.Struct, frozen=True):
    """Which of the two lists to look through, and whether to tell of banned addresses too."""

    white: bool
    gray: bool
    include_blocked: bool


class OutPeersParams(msgspec.Struct, frozen=True):
    """The number of connections to make; it counts only where `set`."""

    set: bool
    out_peers: int


class OutPeersResult(msgspec.Struct, frozen=True):
    """The number that counts now."""

    out_peers: int


class InPeersParams(msgspec.Struct, frozen=True):
    """The number of connections to accept; it counts only where `set`."""

    set: bool
    in_peers: int


class InPeersResult(msgspec.Struct, frozen=True):
    """The number that counts now."""

    in_peers: int


GET_CONNECTIONS = Method("get_connections", types.NoneType, ConnectionsResult, is_public=False)
GET_PEER_LIST = Method("get_peer_list", PeerListParams, PeerList, is_public=False, form=Form.PATH)
GET_PUBLIC_NODES = Method("get_public_nodes", PublicNodesParams, PublicNodes, is_public=True, form=Form.PATH)
OUT_PEERS = Method("out_peers", OutPeersParams, OutPeersResult, is_public=False, form=Form.PATH)
IN_PEERS = Method("in_peers", InPeersParams, InPeersResult, is_public=False, form=Form.PATH)
