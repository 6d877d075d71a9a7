# SPDX-License-Identifier: Apache-2.0
"""What is asked about the pool, and what is not asked again."""

import asyncio
import json
from collections.abc import Sequence

import msgspec
import pytest

from aiomonero import errors
from aiomonero.types.hashes import Hash
from aiomonero.types.transaction import Transaction, Transactions
from monero_exporter.scrape import pool
from monero_exporter.scrape.pool import PoolFollower
from monero_exporter.translate.pool_contents import PoolContents
from tests.support import vectors
from tests.support.observations import NOW, info

RECEIVED_AT = int(NOW) - 30
_BODY = json.loads(vectors.body("0.18.5.3", "unrestricted.get_transactions"))["txs"][1]


class FakePool:
    """A daemon with transactions in its pool, some of which it cannot print, and others in a block."""

    def __init__(self, *hashes: str) -> None:
        self.waiting = list(hashes)
        self.mined: list[str] = []
        self.poisonous: set[str] = set()
        self.leaves_after = 1000
        self.asked: list[list[str]] = []

    async def get_transaction_pool_hashes(self) -> tuple[Hash, ...]:
        return tuple(self.waiting)

    async def get_transactions(
        self, tx_hashes: Sequence[str], *, decode_as_json: bool = False, prune: bool = False
    ) -> Transactions:
        self.asked.append(list(tx_hashes))
        if len(self.asked) > self.leaves_after:
            raise errors.ConnectFailed("away")
        if self.poisonous.intersection(tx_hashes):
            raise errors.RemoteProtocolError("not JSON")
        known = [each for each in tx_hashes if each in (*self.waiting, *self.mined)]
        found = (self._transaction(each) for each in known)
        left_out = {**({} if decode_as_json else {"as_json": ""}), **({"as_hex": ""} if prune else {})}
        return Transactions(found=tuple(msgspec.structs.replace(each, **left_out) for each in found))

    def _transaction(self, tx_hash: str) -> Transaction:
        transaction = msgspec.convert({**_BODY, "tx_hash": "0" * 64}, Transaction)
        place = {"received_timestamp": RECEIVED_AT} if tx_hash in self.waiting else {"block_timestamp": int(NOW)}
        return msgspec.structs.replace(transaction, tx_hash=tx_hash, **place)


def _follower() -> PoolFollower:
    return PoolFollower(clock=lambda: NOW)


async def _asked(follower: PoolFollower, daemon: FakePool) -> PoolContents:
    return await follower.ask(daemon, info())


async def test_contents_are_read_in_bytes_and_pieces() -> None:
    """Sizes are of bytes, not of the hex digits that stand for them."""
    (contents,) = (await _asked(_follower(), FakePool("a"))).read

    assert contents.size_bytes == len(bytes.fromhex(_BODY["as_hex"]))
    body = json.loads(_BODY["as_json"])
    assert (len(contents.key_images), contents.outputs) == (len(body["vin"]), len(body["vout"]))
    assert contents.fee_piconero == body["rct_signatures"]["txnFee"]


async def test_an_empty_pool_is_not_asked_what_is_in_it() -> None:
    """The daemon's own count is enough, and what waited before has left."""
    follower, daemon = _follower(), FakePool("a")

    await _asked(follower, daemon)
    contents = await follower.ask(daemon, info(tx_pool_size=0))

    assert (contents.read, contents.unread) == ((), 0)


async def test_each_transaction_is_asked_for_once() -> None:
    """A pool that stays as it is costs one question, for its hashes."""
    follower, daemon = _follower(), FakePool("a")

    await _asked(follower, daemon)
    daemon.waiting.append("b")
    await _asked(follower, daemon)
    await _asked(follower, daemon)

    assert daemon.asked == [["a"], ["b"]]


async def test_a_flood_is_read_bit_by_bit() -> None:
    """A bounded number of questions in each collection; what is left is told."""
    flood = (pool.MOST_BATCHES + 1) * pool.BATCH
    follower, daemon = _follower(), FakePool(*map(str, range(flood)))

    first, second = await _asked(follower, daemon), await _asked(follower, daemon)

    assert (len(first.read), first.unread) == (pool.MOST_BATCHES * pool.BATCH, pool.BATCH)
    assert (len(second.read), second.unread) == (flood, 0)


async def test_large_transactions_are_asked_for_one_by_one() -> None:
    """A pool full of them would otherwise take four times the memory of this process; small ones come together."""
    follower, daemon = _follower(), FakePool(*map(str, range(pool.BATCH + 9)))
    transactions = daemon._transaction
    daemon._transaction = lambda each: msgspec.structs.replace(transactions(each), as_hex="00" * (pool.CALL_BYTES // 3))

    state = await _asked(follower, daemon)
    daemon._transaction, daemon.waiting = transactions, [*daemon.waiting, *"abc"]
    await _asked(follower, daemon)

    assert [len(asked) for asked in daemon.asked] == [pool.BATCH, *[1] * 9, 1, 2]
    assert state.unread == 0


async def test_what_there_is_no_time_for_is_left_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was learned is told, and the next collection asks for less at once."""
    monkeypatch.setattr(pool, "READING_SECONDS", 0.2)
    follower, daemon = _follower(), FakePool(*map(str, range(2 * pool.BATCH)))
    answer = daemon.get_transactions

    async def hang_after_the_first(hashes: Sequence[str], **how: bool) -> Transactions:
        transactions = await answer(hashes, **how)
        await asyncio.sleep(0 if len(daemon.asked) == 1 else 3600)
        return transactions

    daemon.get_transactions = hang_after_the_first

    first, _ = await _asked(follower, daemon), await _asked(follower, daemon)

    assert (len(first.read), first.unread) == (pool.BATCH, pool.BATCH)
    assert list(map(len, daemon.asked)) == [pool.BATCH, pool.BATCH, pool.BATCH // 2]


async def test_a_transaction_that_no_answer_can_hold_costs_itself_only() -> None:
    """The portions shrink until it is alone, and grow again."""
    follower, daemon = _follower(), FakePool(*"abcdefgh")
    daemon.poisonous = {"c"}

    for _ in range(3):
        state = await _asked(follower, daemon)

    assert (len(state.read), state.unread) == (7, 1)
    assert list(map("".join, daemon.asked)) == ["abcdefgh", "abcd", "ab", "cdef", "cd", "c", "d", "ef", "gh"]


async def test_nonsense_inside_a_transaction_costs_itself_only() -> None:
    """The others of the same answer are read."""
    follower, daemon = _follower(), FakePool("a", "b")
    transactions = daemon._transaction
    daemon._transaction = lambda each: msgspec.structs.replace(
        transactions(each), as_json="{}" if each == "a" else _BODY["as_json"]
    )

    state = await _asked(follower, daemon)

    assert (len(state.read), state.unread) == (1, 1)


async def test_an_unlock_time_of_all_bits_is_a_number_like_others() -> None:
    """It stopped exporters of 2021."""
    follower, daemon = _follower(), FakePool("a")
    body = json.dumps({**json.loads(_BODY["as_json"]), "unlock_time": 2**64 - 1})
    transactions = daemon._transaction
    daemon._transaction = lambda each: msgspec.structs.replace(transactions(each), as_json=body)

    assert len((await _asked(follower, daemon)).read) == 1


async def test_bytes_that_are_missing_are_no_size() -> None:
    """Of size 0, a fee per KiB would be infinite."""
    follower, daemon = _follower(), FakePool("a")
    transactions = daemon._transaction
    daemon._transaction = lambda each: msgspec.structs.replace(transactions(each), as_hex="")

    assert (await _asked(follower, daemon)).unread == 1


async def test_fates_are_asked_for() -> None:
    """What is in a block was mined, and waited since the daemon received it; what is unknown was dropped."""
    follower, daemon = _follower(), FakePool("a", "b")
    await _asked(follower, daemon)
    daemon.waiting, daemon.mined = [], ["a"]

    changes = (await _asked(follower, daemon)).changes

    assert (changes.mined, changes.dropped, changes.waits.total) == (1, 1, 30)


async def test_a_fate_that_cannot_be_told_is_given_up() -> None:
    """One answer that makes no sense is not asked for until the end of time."""
    follower, daemon = _follower(), FakePool("a")
    await _asked(follower, daemon)
    daemon.waiting, daemon.poisonous = [], {"a"}

    assert (await _asked(follower, daemon)).changes.untold == 1


async def test_what_was_learned_before_an_error_stays_learned() -> None:
    """A daemon that went away after the first portion is asked for the rest."""
    follower, daemon = _follower(), FakePool(*map(str, range(2 * pool.BATCH)))
    daemon.leaves_after = 1
    with pytest.raises(errors.ConnectFailed):
        await _asked(follower, daemon)
    daemon.leaves_after = pool.MOST_BATCHES

    state = await _asked(follower, daemon)

    assert len(state.read) == 2 * pool.BATCH
    assert daemon.asked[1] == daemon.asked[2] != daemon.asked[0]


async def test_a_pool_beyond_all_measure_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The memory for it would be missing elsewhere."""
    monkeypatch.setattr(pool, "MOST_FOLLOWED", 2)

    with pytest.raises(errors.RemoteProtocolError, match="3 transactions wait, and no more than 2 are followed"):
        await _asked(_follower(), FakePool("a", "b", "c"))
