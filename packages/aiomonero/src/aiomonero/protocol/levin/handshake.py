# SPDX-License-Identifier: Apache-2.0
"""The first message between peers and its answer (`COMMAND_HANDSHAKE` of p2p_protocol_defs.h)."""

import msgspec

from aiomonero import errors
from aiomonero.protocol.epee import writer
from aiomonero.protocol.epee.value import U16, U32, U64, Section
from aiomonero.protocol.levin import body, chain, peerlist
from aiomonero.types.network import Network
from aiomonero.types.number import Natural
from aiomonero.types.p2p import Handshake, PeerNode


class _Node(msgspec.Struct):
    network_id: bytes
    peer_id: Natural
    my_port: Natural = 0
    rpc_port: Natural = 0
    rpc_credits_per_hash: Natural = 0
    support_flags: Natural = 0


class _Handshake(msgspec.Struct):
    node_data: _Node
    payload_data: chain.Fields
    local_peerlist_new: peerlist.Entries = ()


def write(network: Network, ours: Handshake) -> bytes:
    """Return the body of a request, or with peers in it that of an answer."""
    section: dict[str, object] = {"node_data": _write_node(network, ours.node), "payload_data": chain.write(ours.chain)}
    return writer.encode(section | {"local_peerlist_new": peerlist.write(ours.peers)})


def read(network: Network, data: bytes) -> Handshake:
    """Read a request or an answer; raises OtherNetwork where the peer is of another one, else RemoteProtocolError."""
    theirs = body.read(data, _Handshake)
    node = theirs.node_data
    if node.network_id != network.p2p_id:
        raise errors.OtherNetwork(f"the peer's network is {node.network_id[:16].hex()}, and not {network}")
    return Handshake(
        node=PeerNode(
            peer_id=node.peer_id,
            port=node.my_port,
            rpc_port=node.rpc_port,
            rpc_credits_per_hash=node.rpc_credits_per_hash,
            support_flags=node.support_flags,
        ),
        chain=theirs.payload_data.state(),
        peers=peerlist.peers(theirs.local_peerlist_new),
    )


def _write_node(network: Network, node: PeerNode) -> Section:
    return {
        "my_port": U32(node.port),
        "network_id": network.p2p_id,
        "peer_id": U64(node.peer_id),
        "rpc_credits_per_hash": U32(node.rpc_credits_per_hash),
        "rpc_port": U16(node.rpc_port),
        "support_flags": U32(node.support_flags),
    }
