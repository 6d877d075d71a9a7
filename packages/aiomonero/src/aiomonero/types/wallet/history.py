# SPDX-License-Identifier: Apache-2.0
"""What a wallet has paid and received."""

import enum

import msgspec

from aiomonero.types.hashes import Hash
from aiomonero.types.wallet.index import SubaddressIndex
from aiomonero.types.wallet.spending import Destination


class TransferKind(enum.StrEnum):
    """Where a transfer stands: "block" is the reward of a block, "pool" an incoming one that no block holds yet."""

    IN = "in"
    OUT = "out"
    PENDING = "pending"
    FAILED = "failed"
    POOL = "pool"
    BLOCK = "block"


class TransferEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One transaction of the wallet; `timestamp` is in Unix seconds, `height` is 0 while no block holds it.

    `amounts_piconero` are the single outputs that arrived. `unlock_time` is a height, or Unix seconds from 500 million
    on. `confirmations` counts the blocks on top of it.
    """

    tx_hash: Hash = msgspec.field(name="txid")
    type: TransferKind
    amount_piconero: int = msgspec.field(name="amount")
    amounts_piconero: tuple[int, ...] = msgspec.field(name="amounts", default=())
    fee_piconero: int = msgspec.field(name="fee")
    height: int
    timestamp: int
    unlock_time: int
    locked: bool
    double_spend_seen: bool
    address: str = ""
    payment_id: str = ""
    note: str = ""
    destinations: tuple[Destination, ...] = ()
    subaddr_index: SubaddressIndex
    subaddr_indices: tuple[SubaddressIndex, ...] = ()
    confirmations: int = 0
    suggested_confirmations_threshold: int = 0


class TransferHistory(msgspec.Struct, frozen=True):
    """Transactions by where they stand; what was not asked for is empty."""

    incoming: tuple[TransferEntry, ...] = msgspec.field(name="in", default=())
    outgoing: tuple[TransferEntry, ...] = msgspec.field(name="out", default=())
    pending: tuple[TransferEntry, ...] = ()
    failed: tuple[TransferEntry, ...] = ()
    pool: tuple[TransferEntry, ...] = ()


class TransferFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which transactions to tell: those above `min_height` up to `max_height` where `filter_by_height` is set."""

    incoming: bool = msgspec.field(name="in", default=True)
    outgoing: bool = msgspec.field(name="out", default=True)
    pending: bool = True
    failed: bool = True
    pool: bool = True
    filter_by_height: bool = False
    min_height: int = 0
    max_height: int | msgspec.UnsetType = msgspec.UNSET
    account_index: int = 0
    subaddr_indices: tuple[int, ...] = ()
    all_accounts: bool = False


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """One output that arrived with a payment id; `address` is where."""

    payment_id: str
    tx_hash: Hash
    amount_piconero: int = msgspec.field(name="amount")
    block_height: int
    unlock_time: int
    locked: bool
    subaddr_index: SubaddressIndex
    address: str


class OutputKind(enum.StrEnum):
    """Which outputs to tell: all of them, or those that can, or cannot, be spent any more."""

    ALL = "all"
    AVAILABLE = "available"
    UNAVAILABLE = "unavailable"


class ReceivedOutput(msgspec.Struct, frozen=True, kw_only=True):
    """One output of the wallet; `key_image` is "" where the wallet cannot know it. A frozen one is never spent."""

    amount_piconero: int = msgspec.field(name="amount")
    spent: bool
    frozen: bool
    unlocked: bool
    global_index: int
    block_height: int
    tx_hash: Hash
    subaddr_index: SubaddressIndex
    key_image: str = ""
    pubkey: str = ""


class Refreshed(msgspec.Struct, frozen=True):
    """What a look at the chain brought."""

    blocks_fetched: int
    received_money: bool
