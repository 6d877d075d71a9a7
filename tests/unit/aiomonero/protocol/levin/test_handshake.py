# SPDX-License-Identifier: Apache-2.0
"""The handshake: answers of real daemons, our own words, and what no peer may say."""

from typing import Any

import pytest

from aiomonero import errors
from aiomonero.protocol.epee import reader, writer
from aiomonero.protocol.epee import value as values
from aiomonero.protocol.levin import chain, handshake
from aiomonero.types.network import Network
from aiomonero.types.p2p import ChainState, Handshake, PeerEntry, PeerNode
from aiomonero.types.peer_address import PeerAddress
from tests.support import vectors

CHAIN = ChainState(height=5, top_hash="ab" * 32, top_version=16, cumulative_difficulty=7 << 64 | 3, pruning_seed=384)
NODE = PeerNode(peer_id=2**64 - 1, port=18080, rpc_port=18089, rpc_credits_per_hash=4, support_flags=1)
PEER = PeerEntry(
    address=PeerAddress.parse(f"{'a' * 56}.onion:18083"), peer_id=9, last_seen=1, pruning_seed=385, rpc_port=18089
)


@pytest.mark.parametrize("version", vectors.VERSIONS)
def test_answers_of_real_daemons(version: str) -> None:
    """Each release tells who it is, its chain of 78 blocks, and three peers of two kinds."""
    told = handshake.read(Network.REGTEST, vectors.exchange(version, "handshake")[1][0])

    assert (told.chain.height, told.chain.cumulative_difficulty, told.chain.top_version) == (78, 78, 16)
    assert (told.node.rpc_port, told.node.support_flags) == (21089, 1)
    assert {"203.0.113.9:18080", "198.51.100.1:18080", "[2001:db8::1]:18080"} == {
        str(peer.address) for peer in told.peers
    }


def test_what_is_told_is_understood() -> None:
    """All fields survive the way to a peer."""
    told = Handshake(node=NODE, chain=CHAIN, peers=(PEER,))

    assert told == handshake.read(Network.STAGENET, handshake.write(Network.STAGENET, told))


def test_the_first_block_is_claimed_on_every_network() -> None:
    """Who has nothing claims what all have."""
    for network in Network:
        claimed = chain.genesis(network)

        assert (1, network.genesis_hash) == (claimed.height, claimed.top_hash)


@pytest.mark.parametrize("network", [Network.TESTNET, Network.STAGENET])
def test_another_network_is_no_nonsense(network: Network) -> None:
    """It is an error of its own, for the peer did nothing wrong."""
    with pytest.raises(errors.OtherNetwork):
        handshake.read(network, vectors.exchange("0.18.5.3", "handshake")[1][0])


def test_zeros_are_another_network() -> None:
    """That is what recent daemons answer to a stranger."""
    zeros = {"node_data": {"network_id": bytes(16), "peer_id": values.U64(0)}, "payload_data": _chain(top_id=bytes(32))}

    with pytest.raises(errors.OtherNetwork):
        handshake.read(Network.MAINNET, writer.encode(zeros))


def _chain(**changed: Any) -> dict[str, Any]:
    return {"current_height": values.U64(1), "top_id": bytes(32), **changed}


def _answer(**changed: Any) -> bytes:
    section = reader.decode_typed(vectors.exchange("0.18.5.3", "handshake")[1][0])
    return writer.encode({**section, **changed})


_NODE: dict[str, Any] = {"network_id": Network.REGTEST.p2p_id, "peer_id": values.U64(1)}
_ENTRY = {"adr": {"type": values.U8(1), "addr": {"m_ip": values.U32(1), "m_port": values.U16(1)}}}
HOSTILE = {
    "more peers than allowed": _answer(local_peerlist_new=[_ENTRY] * 251),
    "peers that are no sections": _answer(local_peerlist_new=[values.U8(1)]),
    "hash of the wrong length": _answer(payload_data=_chain(top_id=bytes(31))),
    "height below zero": _answer(payload_data=_chain(current_height=values.I64(-1))),
    "height that is a text": _answer(payload_data=_chain(current_height=b"5")),
    "chain missing": writer.encode({"node_data": _NODE}),
    "peer id below zero": _answer(node_data=_NODE | {"peer_id": values.I64(-1)}),
    "peer id that is a double": _answer(node_data=_NODE | {"peer_id": 1.5}),
    "longer than any handshake": _answer(padding=bytes(65536)),
    "nothing": b"",
}


@pytest.mark.parametrize("attack", HOSTILE)
def test_hostile_handshake_is_refused(attack: str) -> None:
    """What no peer says ends in our own error."""
    with pytest.raises(errors.RemoteProtocolError):
        handshake.read(Network.REGTEST, HOSTILE[attack])


def test_fields_of_the_future_are_let_pass() -> None:
    """A newer peer may say more."""
    told = handshake.read(Network.REGTEST, _answer(novelty=b"!", local_peerlist_new=[_ENTRY] * 250))

    assert len(told.peers) == 250
