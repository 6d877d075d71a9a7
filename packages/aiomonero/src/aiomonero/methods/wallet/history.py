# SPDX-License-Identifier: Apache-2.0
"""Methods about what was paid and received, and about notes on it."""

import msgspec

from aiomonero.methods.method import Done, Method
from aiomonero.methods.wallet import versions
from aiomonero.types.wallet.history import (
    OutputKind,
    Payment,
    ReceivedOutput,
    TransferEntry,
    TransferFilter,
    TransferHistory,
)


class TransferParams(msgspec.Struct, frozen=True):
    """A transaction of an account."""

    txid: str
    account_index: int


class TransferResult(msgspec.Struct, frozen=True):
    """What the transaction was to the wallet: more than one entry where it paid several of its addresses."""

    transfer: TransferEntry
    transfers: tuple[TransferEntry, ...] = ()


class PaymentsParams(msgspec.Struct, frozen=True):
    """A payment id in hex."""

    payment_id: str


class BulkPaymentsParams(msgspec.Struct, frozen=True):
    """Payment ids in hex (none named means all), and the height above which to look."""

    payment_ids: tuple[str, ...]
    min_block_height: int


class PaymentsResult(msgspec.Struct, frozen=True):
    """Payments that came in."""

    payments: tuple[Payment, ...] = ()


class IncomingParams(msgspec.Struct, frozen=True):
    """Which outputs of an account; no addresses named means all."""

    transfer_type: OutputKind
    account_index: int
    subaddr_indices: tuple[int, ...]


class IncomingResult(msgspec.Struct, frozen=True):
    """Outputs of the wallet."""

    transfers: tuple[ReceivedOutput, ...] = ()


class TxidsParams(msgspec.Struct, frozen=True):
    """Transactions by their hashes."""

    txids: tuple[str, ...]


class NotesParams(msgspec.Struct, frozen=True):
    """One note for each transaction, in their order."""

    txids: tuple[str, ...]
    notes: tuple[str, ...]


class NotesResult(msgspec.Struct, frozen=True):
    """One note for each transaction, "" where there is none."""

    notes: tuple[str, ...] = ()


class KeyParams(msgspec.Struct, frozen=True):
    """The name of something that programs store in the wallet."""

    key: str


class AttributeParams(msgspec.Struct, frozen=True):
    """Something to store in the wallet, under a name."""

    key: str
    value: str


class AttributeResult(msgspec.Struct, frozen=True):
    """What was stored."""

    value: str


GET_TRANSFERS = Method("get_transfers", TransferFilter, TransferHistory, is_public=False, versions=versions.ALWAYS)
GET_TRANSFER_BY_TXID = Method(
    "get_transfer_by_txid", TransferParams, TransferResult, is_public=False, versions=versions.ALWAYS
)
GET_PAYMENTS = Method("get_payments", PaymentsParams, PaymentsResult, is_public=True, versions=versions.ALWAYS)
GET_BULK_PAYMENTS = Method(
    "get_bulk_payments", BulkPaymentsParams, PaymentsResult, is_public=True, versions=versions.ALWAYS
)
INCOMING_TRANSFERS = Method(
    "incoming_transfers", IncomingParams, IncomingResult, is_public=True, versions=versions.ALWAYS
)
SET_TX_NOTES = Method("set_tx_notes", NotesParams, Done, is_public=False, versions=versions.ALWAYS)
GET_TX_NOTES = Method("get_tx_notes", TxidsParams, NotesResult, is_public=True, versions=versions.ALWAYS)
SET_ATTRIBUTE = Method("set_attribute", AttributeParams, Done, is_public=False, versions=versions.ALWAYS)
GET_ATTRIBUTE = Method("get_attribute", KeyParams, AttributeResult, is_public=False, versions=versions.ALWAYS)
