# SPDX-License-Identifier: Apache-2.0
"""What a daemon publishes over ZMQ: five topics, and one type of value for each."""

import enum
from typing import Annotated, TypeAlias

import msgspec

from aiomonero.types.hashes import Hash
from aiomonero.types.mining import MinerData
from aiomonero.types.number import Natural
from aiomonero.types.published import PublishedBlock, PublishedTransaction


class Topic(enum.Enum):
    """What can be subscribed to, by monerod's names (src/rpc/zmq_pub.cpp of monero 0.18)."""

    FULL_CHAIN = "json-full-chain_main"
    MINIMAL_CHAIN = "json-minimal-chain_main"
    FULL_POOL = "json-full-txpool_add"
    MINIMAL_POOL = "json-minimal-txpool_add"
    MINER_DATA = "json-full-miner_data"


class NewBlocks(msgspec.Struct, frozen=True, kw_only=True):
    """The main chain grew, or changed from `first_height` on: the hashes of its new blocks, lowest first.

    The daemon's RPC may know them only a moment later.
    """

    first_height: Natural
    first_prev_hash: Hash = msgspec.field(name="first_prev_id")
    hashes: Annotated[tuple[Hash, ...], msgspec.Meta(min_length=1)] = msgspec.field(name="ids")

    @property
    def height(self) -> int:
        """The height of the last of them, the chain's new top."""
        return self.first_height + len(self.hashes) - 1


class FullBlocks(msgspec.Struct, frozen=True):
    """The same with whole blocks, lowest first."""

    blocks: Annotated[tuple[PublishedBlock, ...], msgspec.Meta(min_length=1)]


class NewTransaction(msgspec.Struct, frozen=True, kw_only=True):
    """A transaction that came into the pool; the fee by the weight says how soon a miner takes it."""

    tx_hash: Hash = msgspec.field(name="id")
    size_bytes: Natural = msgspec.field(name="blob_size")
    weight: Natural
    fee_piconero: Natural = msgspec.field(name="fee")


class NewTransactions(msgspec.Struct, frozen=True):
    """Transactions that came into the pool together."""

    transactions: tuple[NewTransaction, ...]


class FullTransactions(msgspec.Struct, frozen=True):
    """The same with whole transactions."""

    transactions: tuple[PublishedTransaction, ...]


Publication: TypeAlias = NewBlocks | FullBlocks | NewTransactions | FullTransactions | MinerData
