# SPDX-License-Identifier: Apache-2.0
"""The peers that a peer tells of (`peerlist_entry` of p2p_protocol_defs.h)."""

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec

from aiomonero.protocol.epee.value import I64, U16, U32, U64, Section
from aiomonero.protocol.levin import address as addresses
from aiomonero.types.number import Natural
from aiomonero.types.p2p import PeerEntry

MOST_PEERS = 250
"""Who tells more breaks the rules (P2P_DEFAULT_PEERS_IN_HANDSHAKE, cryptonote_config.h)."""


class _Address(msgspec.Struct):
    type: int
    addr: dict[str, Any] = {}


class _Entry(msgspec.Struct):
    adr: _Address
    id: Natural = 0
    last_seen: int = 0
    pruning_seed: Natural = 0
    rpc_port: Natural = 0
    rpc_credits_per_hash: Natural = 0


Entries = Annotated[tuple[_Entry, ...], msgspec.Meta(max_length=MOST_PEERS)]
"""The list as it is sent."""


def peers(entries: Sequence[_Entry]) -> tuple[PeerEntry, ...]:
    """Return what the entries mean, without those whose address leads nowhere."""
    found = ((addresses.decode(entry.adr.type, entry.adr.addr), entry) for entry in entries)
    return tuple(
        PeerEntry(
            address=address,
            peer_id=entry.id,
            last_seen=entry.last_seen,
            pruning_seed=entry.pruning_seed,
            rpc_port=entry.rpc_port,
            rpc_credits_per_hash=entry.rpc_credits_per_hash,
        )
        for address, entry in found
        if address is not None
    )


def write(entries: Sequence[PeerEntry]) -> list[Section]:
    """Return the list to send; what is 0 is left out, as monerod does."""
    return [_write(entry) for entry in entries]


def _write(entry: PeerEntry) -> Section:
    optional = {
        "last_seen": I64(entry.last_seen),
        "pruning_seed": U32(entry.pruning_seed),
        "rpc_credits_per_hash": U32(entry.rpc_credits_per_hash),
        "rpc_port": U16(entry.rpc_port),
    }
    told = {name: number for name, number in optional.items() if number}
    return {"adr": addresses.encode(entry.address), "id": U64(entry.peer_id), **told}
