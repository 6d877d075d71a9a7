# SPDX-License-Identifier: Apache-2.0
"""The chain that a peer says it has: `CORE_SYNC_DATA` of handshakes and timed syncs (cryptonote_protocol_defs.h)."""

from typing import Annotated

import msgspec

from aiomonero.protocol.epee.value import U8, U32, U64, Section
from aiomonero.types import difficulty, hashes
from aiomonero.types.hashes import Hash
from aiomonero.types.network import Network
from aiomonero.types.number import Natural
from aiomonero.types.p2p import ChainState

_LOW64 = (1 << 64) - 1


class Fields(msgspec.Struct):
    """The section as it is sent."""

    current_height: Natural
    top_id: Annotated[bytes, msgspec.Meta(min_length=hashes.SIZE_BYTES, max_length=hashes.SIZE_BYTES)]
    cumulative_difficulty: Natural = 0
    cumulative_difficulty_top64: Natural = 0
    top_version: Natural = 0
    pruning_seed: Natural = 0

    def state(self) -> ChainState:
        """Return what it means."""
        return ChainState(
            height=self.current_height,
            top_hash=Hash(self.top_id.hex()),
            top_version=self.top_version,
            cumulative_difficulty=difficulty.whole(self.cumulative_difficulty_top64, self.cumulative_difficulty),
            pruning_seed=self.pruning_seed,
        )


def write(state: ChainState) -> Section:
    """Return the section to send."""
    return {
        "cumulative_difficulty": U64(state.cumulative_difficulty & _LOW64),
        "cumulative_difficulty_top64": U64(state.cumulative_difficulty >> 64),
        "current_height": U64(state.height),
        "pruning_seed": U32(state.pruning_seed),
        "top_id": bytes.fromhex(state.top_hash),
        "top_version": U8(state.top_version),
    }


def genesis(network: Network) -> ChainState:
    """Return the chain of who has the first block only: every peer has it too, and wants nothing from there."""
    return ChainState(height=1, top_hash=network.genesis_hash, top_version=1, cumulative_difficulty=1)
