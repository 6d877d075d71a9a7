# SPDX-License-Identifier: Apache-2.0
"""Methods about the pool of transactions that wait for a block."""

import struct
import types

import msgspec

from aiomonero.methods.method import SMALL_BYTES, V0_18_5, Done, Form, Method, Span
from aiomonero.types import hashes
from aiomonero.types.hashes import Hash, UncheckedHash
from aiomonero.types.txpool import Pool, PoolStats, WaitingTransaction

_BYTES_LIMIT_BYTES = 4 * 2**20
"""More than 100,000 transactions; these answers are read in several passes."""
_WAITING = struct.Struct("<3Q")


class PoolHashesResult(msgspec.Struct, frozen=True):
    """Hashes of all that waits; daemons leave an empty list out."""

    tx_hashes: tuple[UncheckedHash, ...] = ()

    def __post_init__(self) -> None:
        hashes.check(self.tx_hashes)


class PackedHashesResult(msgspec.Struct, frozen=True):
    """The same as raw bytes, each a character of `tx_hashes`."""

    tx_hashes: str = ""

    def __post_init__(self) -> None:
        _check_size(self.tx_hashes, hashes.SIZE_BYTES)

    def unpacked(self) -> tuple[Hash, ...]:
        return tuple(hashes.split(self.tx_hashes.encode("latin-1")))


class StatsResult(msgspec.Struct, frozen=True):
    """Wraps the numbers."""

    pool_stats: PoolStats


class BacklogResult(msgspec.Struct, frozen=True):
    """Three numbers of 64 bits for each transaction as raw bytes, each a character of `backlog`."""

    backlog: str = ""

    def __post_init__(self) -> None:
        _check_size(self.backlog, _WAITING.size)

    def unpacked(self) -> tuple[WaitingTransaction, ...]:
        packed = self.backlog.encode("latin-1")
        return tuple(
            # Daemons up to 0.18.4.0 subtract the wrong way round, so that three seconds are 2**64 - 3.
            WaitingTransaction(weight, fee_piconero, seconds if seconds < 2**63 else 2**64 - seconds)
            for weight, fee_piconero, seconds in _WAITING.iter_unpack(packed)
        )


class FlushParams(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which transactions to forget, all without any."""

    txids: tuple[str, ...] = ()


GET_TRANSACTION_POOL = Method(
    "get_transaction_pool",
    types.NoneType,
    Pool,
    is_public=True,
    form=Form.PATH,
    public=Span(until=V0_18_5),
)
GET_TRANSACTION_POOL_HASHES = Method(
    "get_transaction_pool_hashes", types.NoneType, PoolHashesResult, is_public=True, form=Form.PATH
)
GET_TRANSACTION_POOL_HASHES_BIN = Method(
    "get_transaction_pool_hashes.bin",
    types.NoneType,
    PackedHashesResult,
    is_public=True,
    form=Form.PATH,
    holds_bytes=True,
    limit_bytes=_BYTES_LIMIT_BYTES,
)
GET_TRANSACTION_POOL_STATS = Method(
    "get_transaction_pool_stats", types.NoneType, StatsResult, is_public=True, form=Form.PATH
)
GET_TXPOOL_BACKLOG = Method(
    "get_txpool_backlog",
    types.NoneType,
    BacklogResult,
    is_public=True,
    holds_bytes=True,
    limit_bytes=_BYTES_LIMIT_BYTES,
)
FLUSH_TXPOOL = Method("flush_txpool", FlushParams, Done, is_public=False, limit_bytes=SMALL_BYTES)


def _check_size(packed: str, unit_bytes: int) -> None:
    try:
        size_bytes = len(packed.encode("latin-1"))
    except UnicodeEncodeError as error:
        raise ValueError("characters that stand for no byte") from error
    if size_bytes % unit_bytes:
        raise ValueError(f"{size_bytes} bytes, which is no multiple of {unit_bytes}")
