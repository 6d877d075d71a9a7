# SPDX-License-Identifier: Apache-2.0
"""Paying: to whom, how, and the transactions that came of it."""

import enum
from typing import ClassVar

import msgspec

from aiomonero.types.discreet import Discreet
from aiomonero.types.wallet.index import HashOrEmpty


class Priority(enum.IntEnum):
    """How much of a hurry there is; `DEFAULT` leaves it to the wallet."""

    DEFAULT = 0
    UNIMPORTANT = 1
    NORMAL = 2
    ELEVATED = 3
    PRIORITY = 4


class Destination(msgspec.Struct, frozen=True):
    """Who gets how much."""

    address: str
    amount_piconero: int = msgspec.field(name="amount")


class Spending(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How to pay: from where, how fast, and what to tell about it.

    Without `subaddr_indices` the wallet spends from any address of the account. `do_not_relay` only makes the
    transactions; `get_tx_metadata` tells what `relay_tx` sends later, `get_tx_key` what proves the payment.
    `unlock_time` is refused by newer wallets, and `ring_size` is what the network's rules say.
    """

    account_index: int = 0
    subaddr_indices: tuple[int, ...] = ()
    priority: Priority = Priority.DEFAULT
    ring_size: int = 0
    unlock_time: int = 0
    payment_id: str = ""
    do_not_relay: bool = False
    get_tx_key: bool = False
    get_tx_hex: bool = False
    get_tx_metadata: bool = False


class KeyImages(msgspec.Struct, frozen=True):
    """Key images of the outputs that a transaction spends."""

    key_images: tuple[str, ...] = ()


class Amounts(msgspec.Struct, frozen=True):
    """What each destination gets, in their order."""

    amounts_piconero: tuple[int, ...] = msgspec.field(name="amounts", default=())


class Transfer(Discreet, frozen=True, kw_only=True):
    """One transaction that was made; `tx_key` proves it and is nobody's business but the payer's.

    A wallet that cannot sign alone leaves `tx_hash` empty and gives a set to sign: `unsigned_txset` of a view-only one,
    `multisig_txset` of a multisig one. `amounts_by_dest` is None from wallets as old as 0.18.0.0.
    """

    SECRETS: ClassVar[frozenset[str]] = frozenset({"tx_key", "tx_metadata"})

    tx_hash: HashOrEmpty
    tx_key: str = ""
    amount_piconero: int = msgspec.field(name="amount")
    fee_piconero: int = msgspec.field(name="fee")
    weight: int
    amounts_by_dest: Amounts | None = None
    spent_key_images: KeyImages = KeyImages()
    tx_blob: str = ""
    tx_metadata: str = ""
    multisig_txset: str = ""
    unsigned_txset: str = ""


class Transfers(Discreet, frozen=True, kw_only=True):
    """Transactions that were made: the same place of each list speaks of the same one."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"tx_key_list", "tx_metadata_list"})

    tx_hash_list: tuple[str, ...] = ()
    tx_key_list: tuple[str, ...] = ()
    amounts_piconero: tuple[int, ...] = msgspec.field(name="amount_list", default=())
    fees_piconero: tuple[int, ...] = msgspec.field(name="fee_list", default=())
    weight_list: tuple[int, ...] = ()
    amounts_by_dest_list: tuple[Amounts, ...] | None = None
    spent_key_images_list: tuple[KeyImages, ...] = ()
    tx_blob_list: tuple[str, ...] = ()
    tx_metadata_list: tuple[str, ...] = ()
    multisig_txset: str = ""
    unsigned_txset: str = ""


class TxSize(msgspec.Struct, frozen=True):
    """What a transaction would take: bytes on the wire, and the weight that its fee is reckoned from."""

    size_bytes: int = msgspec.field(name="size")
    weight: int
