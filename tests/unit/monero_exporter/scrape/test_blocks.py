# SPDX-License-Identifier: Apache-2.0
"""Following a daemon's chain, question by question."""

import asyncio
from typing import Any

import pytest

from aiomonero import errors
from aiomonero.rpc.daemon import DaemonRpc
from monero_exporter.scrape import blocks
from monero_exporter.scrape.blocks import ChainFollower
from monero_exporter.translate.following import Following
from monero_exporter.translate.tail import REMEMBERED
from tests.support.made_chain import FEE_PICONERO, MadeChain, digest

NOW = 1_800_000_000.0


class HangingDaemon:
    """Answers everything but what is in a block."""

    def __init__(self, daemon: DaemonRpc) -> None:
        self._daemon = daemon

    def __getattr__(self, name: str) -> Any:
        return getattr(self._daemon, name)

    async def get_block(self, _: str) -> None:
        await asyncio.Event().wait()


def _follower(**settings: bool) -> ChainFollower:
    return ChainFollower(clock=lambda: NOW, **settings)


async def _look(follower: ChainFollower, chain: MadeChain, **changes: object) -> Following:
    return await follower.ask(chain.daemon, chain.info(**changes))


async def test_a_chain_that_did_not_change_is_not_asked_about() -> None:
    """However often somebody looks, and whatever is in its top block."""
    chain, follower = MadeChain(5), _follower()
    await _look(follower, chain)
    chain.forget_asked()
    following = await _look(follower, chain)

    assert chain.asked == []
    assert following.top_contents is not None


async def test_each_new_block_is_asked_for_once() -> None:
    """Two blocks with three transactions each, in one call for each block."""
    chain, follower = MadeChain(5), _follower()
    await _look(follower, chain)
    chain.grow(2, txs=3)
    chain.forget_asked()
    await _look(follower, chain)
    history = (await _look(follower, chain)).history

    assert sorted(chain.asked) == sorted(
        ["get_height", "get_block_headers_range", *2 * ["get_block", "get_transactions"]]
    )
    assert (history.blocks, history.transactions, history.fees_piconero) == (2, 6, 6 * FEE_PICONERO)


async def test_many_transactions_are_asked_for_in_parts() -> None:
    """A restricted port gives at most 100 at once."""
    chain, follower = MadeChain(5), _follower()
    chain.grow(1, txs=230)
    following = await _look(follower, chain)

    assert chain.asked.count("get_transactions") == 3
    assert following.top_contents is not None
    assert len(following.top_contents.transactions) == 230


@pytest.mark.parametrize(
    ("size_bytes", "expected"),
    [
        pytest.param(100 * 1000, [100, 50], id="small ones, as many as may be"),
        pytest.param(150 * 2**20, [1] * 150, id="a mebibyte each"),
        pytest.param(0, [100, 50], id="a size that makes no sense"),
    ],
)
def test_a_call_asks_for_about_a_mebibyte(size_bytes: int, expected: list[int]) -> None:
    """Memory holds one answer."""
    assert [len(call) for call in blocks._calls(150 * ["0" * 64], size_bytes)] == expected


async def test_a_reorganization_is_found_where_it_began() -> None:
    """Three blocks left, and five others joined."""
    chain, follower = MadeChain(30), _follower()
    await _look(follower, chain)
    chain.pop(3)
    chain.grow(5, branch="other")
    following = await _look(follower, chain)

    assert following.history.last_reorganization is not None
    assert following.history.last_reorganization.depth == 3
    assert following.history.blocks == 5
    assert following.tail.headers == tuple(chain.headers)


async def test_a_reorganization_before_many_blocks_is_found_too() -> None:
    """What joined reaches further than what is remembered."""
    chain, follower = MadeChain(30), _follower()
    await _look(follower, chain)
    chain.pop(2)
    chain.grow(2 * REMEMBERED, branch="other")
    history = (await _look(follower, chain)).history

    assert history.last_reorganization is not None
    assert history.last_reorganization.depth == 2
    assert history.blocks + history.skipped == 2 * REMEMBERED


async def test_of_a_reorganization_deeper_than_memory_so_much_is_told() -> None:
    """All that is remembered left."""
    chain, follower = MadeChain(3 * REMEMBERED), _follower()
    await _look(follower, chain)
    chain.pop(2 * REMEMBERED)
    chain.grow(2 * REMEMBERED, branch="other")
    history = (await _look(follower, chain)).history

    assert history.last_reorganization is not None
    assert history.last_reorganization.depth == REMEMBERED


async def test_a_chain_shorter_than_memory_begins_anew() -> None:
    """Another daemon stands in its place, or one that lost its data: what its blocks were nobody knows."""
    chain, follower = MadeChain(3 * REMEMBERED), _follower()
    await _look(follower, chain)
    chain.pop(3 * REMEMBERED - 5)
    following = await _look(follower, chain)

    assert following.history.reorganizations == 0
    assert following.tail.headers == tuple(chain.headers)


async def test_an_observation_older_than_the_last_look_is_no_reorganization() -> None:
    """Publications let the chain be looked at while a collection is under way."""
    chain, follower = MadeChain(10), _follower()
    await _look(follower, chain)
    old = chain.info()
    chain.grow(2)
    await _look(follower, chain)
    following = await follower.ask(chain.daemon, old)

    assert following.history.reorganizations == 0
    assert following.tail.top == chain.headers[-1]


async def test_a_synchronizing_daemon_is_asked_for_no_more_than_its_top() -> None:
    """Blocks of years ago say nothing about today."""
    chain, follower = MadeChain(10), _follower()
    await _look(follower, chain, synchronized=False, target_height=5000)
    chain.grow(50)
    chain.forget_asked()
    following = await _look(follower, chain, synchronized=False, target_height=5000)

    assert chain.asked.count("get_block") == 1
    assert (following.history.blocks, following.history.skipped) == (0, 50)


async def test_a_synchronizing_daemon_is_left_alone_between_collections() -> None:
    """It publishes thousands of blocks."""
    chain, follower = MadeChain(10), _follower()
    chain.answers("get_info", chain.info(synchronized=False, target_height=5000))
    await follower.look(chain.daemon)
    while_syncing = list(chain.asked)
    chain.answers("get_info", chain.info())
    await follower.look(chain.daemon)

    assert while_syncing == ["get_info"]
    assert "get_block" in chain.asked


async def test_a_transaction_that_makes_no_sense_costs_itself_only() -> None:
    """The others' sizes and inputs are told, and what all of them paid is unknown."""
    chain, follower = MadeChain(5), _follower()
    chain.grow(1, txs=3)
    chain.texts[digest(f"{chain.headers[-1].hash}/1")] = "nonsense"
    contents = (await _look(follower, chain)).top_contents

    assert contents is not None
    assert (len(contents.transactions), contents.fees_piconero) == (2, None)


async def test_a_block_that_makes_no_sense_is_asked_for_once() -> None:
    """It counts as skipped."""
    chain, follower = MadeChain(5), _follower()
    await _look(follower, chain)
    chain.grow(1)
    chain.answers("get_block", {"block_header": "nonsense"})
    chain.forget_asked()
    await _look(follower, chain)
    following = await _look(follower, chain)

    assert chain.asked.count("get_block") == 1
    assert (following.history.skipped, following.top_contents) == (1, None)


async def test_another_block_than_was_asked_for_makes_no_sense() -> None:
    """Otherwise it would be asked for again and again."""
    chain, follower = MadeChain(5), _follower()
    other = MadeChain(3)
    chain.answers("get_block", await other.daemon.get_block(other.headers[1].hash))
    following = await _look(follower, chain)

    assert following.top_contents is None


@pytest.mark.parametrize("name", ["get_block_headers_range", "get_block"])
async def test_a_block_that_is_gone_when_it_is_asked_for_was_reorganized(name: str) -> None:
    """A source that is not found counts as one that the daemon does not offer, and would not be asked again soon."""
    chain, follower = MadeChain(5), _follower()
    chain.answers(name, errors.NotFound("no such block"))

    with pytest.raises(errors.Reorganized):
        await _look(follower, chain)


@pytest.mark.parametrize("answer", [{"headers": []}, {}])
async def test_headers_that_were_not_asked_for_make_no_sense(answer: object) -> None:
    """The source fails, and is asked again at the next look."""
    chain, follower = MadeChain(5), _follower()
    chain.answers("get_block_headers_range", answer)

    with pytest.raises(errors.RemoteProtocolError):
        await _look(follower, chain)


async def test_what_there_was_no_time_to_read_is_read_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything else is told all the same."""
    chain, follower = MadeChain(5), _follower()
    await _look(follower, chain)
    chain.grow(3)
    monkeypatch.setattr(blocks, "READING_SECONDS", 0)
    hurried = await follower.ask(HangingDaemon(chain.daemon), chain.info())
    monkeypatch.undo()
    calm = await _look(follower, chain)

    assert (hurried.history.blocks, hurried.unread, hurried.tail.top) == (0, (5, 6, 7), chain.headers[-1])
    assert (calm.history.blocks, calm.unread) == (3, ())


async def test_a_reader_that_gives_up_costs_nothing_that_was_seen() -> None:
    """The next one goes on where it was."""
    chain, follower = MadeChain(5), _follower()
    await _look(follower, chain)
    chain.grow(3)
    impatient = asyncio.create_task(_look(follower, chain))
    await asyncio.sleep(0)
    impatient.cancel()
    await asyncio.gather(impatient, return_exceptions=True)

    assert (await _look(follower, chain)).history.blocks == 3


async def test_arrivals_are_remembered_until_the_block_is_looked_at() -> None:
    """Bounded, for a daemon may publish what its RPC never tells."""
    chain, follower = MadeChain(5), _follower(is_told_arrivals=True)
    await _look(follower, chain)
    chain.grow(1)
    follower.arrived(chain.headers[-1].hash)
    for index in range(REMEMBERED - 1):
        follower.arrived(digest(str(index)))
    following = await _look(follower, chain)

    assert following.is_told_arrivals
    assert following.history.distributions["monero_chain_block_arrival_delay_seconds"].counts[-1] == 1
    follower.arrived(digest("one too many"))
    assert len(follower._arrivals) == REMEMBERED
