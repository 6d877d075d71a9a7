# SPDX-License-Identifier: Apache-2.0
"""The pool of transactions that wait for a block; times are in Unix seconds where nothing else is said."""

import msgspec

from aiomonero.types import body
from aiomonero.types.hashes import Blob, Hash, HashOrBlank, KeyImage


class PoolTransaction(msgspec.Struct, frozen=True, kw_only=True):
    """A transaction that waits, with what the daemon knows of it; a restricted port says 0 for its own times.

    `max_used_block_height` is that of the youngest output in its rings. `kept_by_block`: it came in a block that lost.
    """

    tx_hash: Hash = msgspec.field(name="id_hash")
    tx_blob: Blob
    tx_json: str = ""
    size_bytes: int = msgspec.field(name="blob_size")
    weight: int
    fee_piconero: int = msgspec.field(name="fee")
    receive_time: int
    relayed: bool
    last_relayed_time: int
    do_not_relay: bool
    double_spend_seen: bool
    kept_by_block: bool
    max_used_block_height: int
    max_used_block_hash: HashOrBlank = msgspec.field(name="max_used_block_id_hash")
    last_failed_height: int
    last_failed_block_hash: HashOrBlank = msgspec.field(name="last_failed_id_hash")

    def body(self) -> body.TransactionBody:
        """Read what is inside; raises RemoteProtocolError where the daemon printed nonsense."""
        return body.decode(self.tx_json, body.TransactionBody)


class SpentKeyImage(msgspec.Struct, frozen=True):
    """A key image, and the transactions of the pool that claim it: more than one where somebody spends twice."""

    key_image: KeyImage = msgspec.field(name="id_hash")
    tx_hashes: tuple[Hash, ...] = msgspec.field(name="txs_hashes", default=())


class Pool(msgspec.Struct, frozen=True):
    """All that waits."""

    transactions: tuple[PoolTransaction, ...] = ()
    spent_key_images: tuple[SpentKeyImage, ...] = ()


class AgeGroup(msgspec.Struct, frozen=True):
    """Transactions of about one age, and their bytes in all."""

    txs: int
    size_bytes: int = msgspec.field(name="bytes")


class PoolStats(msgspec.Struct, frozen=True, kw_only=True):
    """The pool in numbers; `histo` has a group for every tenth of the time since `oldest`, youngest first.

    Where `histo_98pc` is not 0 (seconds), the groups are tenths of that time and the last one holds all that is older.
    """

    txs_total: int
    total_bytes: int = msgspec.field(name="bytes_total")
    min_bytes: int = msgspec.field(name="bytes_min")
    max_bytes: int = msgspec.field(name="bytes_max")
    median_bytes: int = msgspec.field(name="bytes_med")
    fee_total_piconero: int = msgspec.field(name="fee_total")
    oldest: int
    num_failing: int
    num_10m: int
    num_not_relayed: int
    num_double_spends: int
    histo_98pc: int
    histo: tuple[AgeGroup, ...] = ()


class WaitingTransaction(msgspec.Struct, frozen=True, gc=False):
    """The three numbers that decide when a transaction is mined; it waits for `time_in_pool_seconds` already.

    Restricted ports of later releases than 0.18.4.0 say 0 seconds of every one.
    """

    weight: int
    fee_piconero: int
    time_in_pool_seconds: int
