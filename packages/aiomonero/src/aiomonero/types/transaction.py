# SPDX-License-Identifier: Apache-2.0
"""Transactions as daemons describe them, and what became of one that was handed in."""

import enum

import msgspec

from aiomonero import errors
from aiomonero.types import body
from aiomonero.types.hashes import BLANK, Blob, Hash, HashOrBlank


class Transaction(msgspec.Struct, frozen=True, kw_only=True):
    """A transaction of the chain or the pool; times are in Unix seconds, blobs in hex.

    In the pool there are `relayed` and `received_timestamp` (0 on a restricted port), in the chain the block's height
    and time, `confirmations` and the places of the outputs; the others are None or empty. The bytes are in `as_hex`, or
    in two parts where they were asked for so; the part that can be pruned is missing on a pruned daemon.
    """

    tx_hash: Hash
    as_hex: Blob
    pruned_as_hex: Blob
    prunable_as_hex: Blob
    prunable_hash: HashOrBlank = BLANK
    as_json: str = ""
    in_pool: bool
    double_spend_seen: bool
    relayed: bool | None = None
    received_timestamp: int | None = None
    block_height: int | None = None
    block_timestamp: int | None = None
    confirmations: int | None = None
    output_indices: tuple[int, ...] = ()

    def blob(self) -> bytes:
        """Return all bytes there are: without the part that can be pruned where that was not sent."""
        try:
            return bytes.fromhex(self.as_hex or self.pruned_as_hex + self.prunable_as_hex)
        except ValueError as error:
            raise errors.RemoteProtocolError(f"the bytes of {self.tx_hash} are not in hex: {error}") from error

    def body(self) -> body.TransactionBody | None:
        """Read what is inside, None where JSON was not asked for; raises RemoteProtocolError on nonsense."""
        return body.decode(self.as_json, body.TransactionBody) if self.as_json else None


class Transactions(msgspec.Struct, frozen=True):
    """What a daemon has of the transactions it was asked for, in their order, and the hashes it knows nothing of."""

    found: tuple[Transaction, ...] = msgspec.field(name="txs", default=())
    missed: tuple[Hash, ...] = msgspec.field(name="missed_tx", default=())


class SentTransaction(msgspec.Struct, frozen=True, kw_only=True):
    """A transaction that the daemon took; `not_relayed` where it keeps it to itself, for the reason given.

    Daemons say so also of what they know already.
    """

    not_relayed: bool = False
    reason: str = ""


class Spent(enum.IntEnum):
    """Whether a key image was seen, so that its output cannot be spent again."""

    UNSPENT = 0
    IN_CHAIN = 1
    IN_POOL = 2
