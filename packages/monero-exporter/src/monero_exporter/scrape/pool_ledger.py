# SPDX-License-Identifier: Apache-2.0
"""Who waits in the pool, since when, and with what inside; who left it, and where to."""

import dataclasses
import itertools
from collections.abc import Iterable

from monero_exporter.catalogue import pool as families
from monero_exporter.translate.pool_contents import Changes, PoolContents, Waiting

MOST_CONTENTS = 10_000
"""Contents that are remembered, some 5 MB: a pool with more than that is told in part."""
MOST_DEPARTED = 20_000
"""Transactions whose fate is still to be asked for; the earliest of more are given up."""

_BUCKETS = families.POOL_WAIT_SECONDS.buckets


class Ledger:
    """Compares each list of the pool's transactions with the one before; times are in Unix seconds.

    Of a transaction that was there before the first look nobody knows when it came, unless the daemon tells.
    """

    def __init__(self) -> None:
        self._arrivals: dict[str, float | None] = {}
        self._unread: dict[str, None] = {}
        self._contents: dict[str, Waiting] = {}
        self._departed: dict[str, float | None] = {}
        self._changes = Changes()
        self._looked_at: float | None = None
        self._left_after = 0.0

    def look(self, hashes: Iterable[str], now: float) -> None:
        """Take the list of all that waits now."""
        listed = dict.fromkeys(hashes)
        for tx_hash in [each for each in self._arrivals if each not in listed]:
            self._depart(tx_hash)
        came = [each for each in listed if each not in self._arrivals]
        self._unread.update(dict.fromkeys(came))
        self._arrivals.update(dict.fromkeys(came, None if self._looked_at is None else now))
        if self._looked_at is not None:
            self._changes = dataclasses.replace(self._changes, added=self._changes.added + len(came))
        self._left_after, self._looked_at = self._looked_at or now, now
        self._take_back(listed)
        self._give_up_surplus()

    def unread(self, count: int) -> list[str]:
        """Return transactions whose contents are to be asked for."""
        return list(itertools.islice(self._unread, min(count, MOST_CONTENTS - len(self._contents))))

    def read(self, tx_hash: str, contents: Waiting, received_at: int | None) -> None:
        """Take what is inside a transaction, and when the daemon says that it came: None or 0 where it does not."""
        self._unread.pop(tx_hash)
        self._contents[tx_hash] = contents
        self._arrivals[tx_hash] = received_at or self._arrivals[tx_hash]

    def leave_unread(self, tx_hash: str) -> None:
        """Ask no more for the contents of a transaction that cannot be read, or that left just now."""
        self._unread.pop(tx_hash)

    def departed(self, count: int) -> list[str]:
        """Return transactions that left for a fate unknown."""
        return list(itertools.islice(self._departed, count))

    def mined(self, tx_hash: str, block_timestamp: int) -> None:
        """Learn that a transaction left in a block."""
        arrived_at = self._departed.pop(tx_hash)
        waits = self._changes.waits
        if arrived_at is not None:
            waits = waits.with_value(_BUCKETS, max(self._left_at(block_timestamp) - arrived_at, 0.0))
        self._changes = dataclasses.replace(self._changes, mined=self._changes.mined + 1, waits=waits)

    def dropped(self, tx_hash: str) -> None:
        """Learn that a transaction is gone."""
        self._departed.pop(tx_hash)
        self._changes = dataclasses.replace(self._changes, dropped=self._changes.dropped + 1)

    def untold(self, tx_hash: str) -> None:
        """Give up asking what became of a transaction."""
        self._departed.pop(tx_hash)
        self._changes = dataclasses.replace(self._changes, untold=self._changes.untold + 1)

    def state(self) -> PoolContents:
        """Return what is known now."""
        unread = len(self._arrivals) - len(self._contents)
        return PoolContents(tuple(self._contents.values()), unread, self._changes)

    def _depart(self, tx_hash: str) -> None:
        self._unread.pop(tx_hash, None)
        self._contents.pop(tx_hash, None)
        self._departed[tx_hash] = self._arrivals.pop(tx_hash)

    def _take_back(self, listed: Iterable[str]) -> None:
        for tx_hash in self._departed.keys() & listed:
            del self._departed[tx_hash]  # it was in a block that lost meanwhile

    def _give_up_surplus(self) -> None:
        surplus = max(len(self._departed) - MOST_DEPARTED, 0)
        for tx_hash in self.departed(surplus):
            self.untold(tx_hash)

    def _left_at(self, block_timestamp: int) -> float:
        # A miner chooses the time of his block; what he cannot choose is between which two looks it was found.
        return min(max(block_timestamp, self._left_after), self._looked_at or block_timestamp)
