# SPDX-License-Identifier: Apache-2.0
"""Follows the pool: asks for the contents of each transaction once, when it comes, and for its fate when it left.

Bounded in bytes and in time, for transactions are of any size: what is left over is asked for in the next collections.
"""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from typing import Protocol

from aiomonero import errors
from aiomonero.types.hashes import Hash
from aiomonero.types.info import Info
from aiomonero.types.transaction import Transaction, Transactions
from monero_exporter.scrape.pool_ledger import Ledger
from monero_exporter.translate import pool_contents
from monero_exporter.translate.pool_contents import PoolContents

BATCH = 25
"""Transactions to ask for at once: even of the largest ones it takes no more than 20 MB to answer."""
MOST_BATCHES = 16
"""Questions of a kind in one collection."""
CALL_BYTES = 2**20
"""Of hex and JSON to ask for at once, by the size of the largest transaction of the answer before."""
READING_SECONDS = 1.0
MOST_FOLLOWED = 100_000
"""Transactions in a pool whose coming and going is followed, at some 300 bytes for each."""


class PoolRpc(Protocol):
    """What is needed of the daemon, as `aiomonero.rpc.daemon.DaemonRpc` has it."""

    async def get_transaction_pool_hashes(self) -> tuple[Hash, ...]: ...

    async def get_transactions(
        self, tx_hashes: Sequence[str], *, decode_as_json: bool = ..., prune: bool = ...
    ) -> Transactions: ...


class PoolFollower:
    """A source that remembers. What it learned before a deadline or an error stays learned."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._ledger = Ledger()
        self._contents = _Queue(self._ledger.unread, self._take_contents, self._ledger.leave_unread, has_contents=True)
        self._fates = _Queue(self._ledger.departed, self._take_fate, self._ledger.untold, has_contents=False)

    async def ask(self, daemon: PoolRpc, info: Info) -> PoolContents:
        """Look at the pool once; an empty one has nothing to ask for."""
        hashes = await daemon.get_transaction_pool_hashes() if info.tx_pool_size else ()
        if len(hashes) > MOST_FOLLOWED:
            raise errors.RemoteProtocolError(
                f"{len(hashes)} transactions wait, and no more than {MOST_FOLLOWED} are followed"
            )
        self._ledger.look(hashes, self._clock())
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(READING_SECONDS):
                await self._fates.work_off(daemon)
                await self._contents.work_off(daemon)
        return self._ledger.state()

    def _take_contents(self, tx_hash: str, transaction: Transaction | None) -> None:
        contents = pool_contents.read(transaction) if transaction else None
        if transaction and contents:
            self._ledger.read(tx_hash, contents, transaction.received_timestamp)
        else:
            self._ledger.leave_unread(tx_hash)

    def _take_fate(self, tx_hash: str, transaction: Transaction | None) -> None:
        if transaction is None:
            self._ledger.dropped(tx_hash)
        elif transaction.block_timestamp is not None:
            self._ledger.mined(tx_hash, transaction.block_timestamp)
        else:
            self._ledger.untold(tx_hash)


class _Queue:
    """Transactions to ask for, some at once: fewer where they are large, or where an answer is not there in time.

    Fewer also after an answer that cannot be read, until the culprit is alone.
    """

    def __init__(
        self,
        waiting: Callable[[int], list[str]],
        take: Callable[[str, Transaction | None], None],
        give_up: Callable[[str], None],
        *,
        has_contents: bool,
    ) -> None:
        self._waiting = waiting
        self._take = take
        self._give_up = give_up
        self._has_contents = has_contents
        self._batch = BATCH

    async def work_off(self, daemon: PoolRpc) -> None:
        """Ask for what waits, up to the bound."""
        for _ in range(MOST_BATCHES):
            if not (hashes := self._waiting(self._batch)):
                return
            try:
                answer = await daemon.get_transactions(
                    hashes, decode_as_json=self._has_contents, prune=not self._has_contents
                )
            except asyncio.CancelledError:
                self._batch = max(len(hashes) // 2, 1)
                raise
            except errors.RemoteProtocolError:
                self._blame(hashes)
            else:
                self._took(hashes, answer)

    def _took(self, hashes: Sequence[str], answer: Transactions) -> None:
        found = {str(transaction.tx_hash): transaction for transaction in answer.found}
        for tx_hash in hashes:
            self._take(tx_hash, found.get(tx_hash))
        largest = max((_size(transaction) for transaction in answer.found), default=1)
        self._batch = max(min(2 * self._batch, CALL_BYTES // largest, BATCH), 1)

    def _blame(self, hashes: Sequence[str]) -> None:
        self._batch = max(len(hashes) // 2, 1)
        if len(hashes) == 1:
            self._give_up(hashes[0])


def _size(transaction: Transaction) -> int:
    return len(transaction.as_hex) + len(transaction.pruned_as_hex) + len(transaction.as_json) or 1
