# SPDX-License-Identifier: Apache-2.0
"""Calls about the pool of transactions that wait for a block."""

from collections.abc import Iterable

from aiomonero.methods import parameters
from aiomonero.methods.daemon import txpool
from aiomonero.rpc import calls
from aiomonero.types.hashes import Hash
from aiomonero.types.txpool import Pool, PoolStats, WaitingTransaction


class TxpoolCalls(calls.Calls):
    """What waits; restricted ports leave out what the daemon does not tell its peers yet."""

    async def get_transaction_pool(self) -> Pool:
        """Return all that waits, bytes included; on restricted ports before 0.18.5.2 too. See `iterate_pool`."""
        return await self._caller.call(txpool.GET_TRANSACTION_POOL, None)

    async def get_transaction_pool_hashes(self) -> tuple[Hash, ...]:
        """Return the hashes of what waits."""
        return (await self._caller.call(txpool.GET_TRANSACTION_POOL_HASHES, None)).tx_hashes

    async def get_transaction_pool_hashes_bin(self) -> tuple[Hash, ...]:
        """Return the same as `get_transaction_pool_hashes` in half of the bytes."""
        return (await self._caller.call(txpool.GET_TRANSACTION_POOL_HASHES_BIN, None)).unpacked()

    async def get_transaction_pool_stats(self) -> PoolStats:
        """Return the pool in numbers."""
        return (await self._caller.call(txpool.GET_TRANSACTION_POOL_STATS, None)).pool_stats

    async def get_txpool_backlog(self) -> tuple[WaitingTransaction, ...]:
        """Return weight, fee and age of what waits."""
        return (await self._caller.call(txpool.GET_TXPOOL_BACKLOG, None)).unpacked()

    async def flush_txpool(self, tx_hashes: Iterable[str] = ()) -> None:
        """Forget these transactions, or all that wait; unrestricted port only."""
        await self._caller.call(txpool.FLUSH_TXPOOL, txpool.FlushParams(parameters.listed(tx_hashes)))
