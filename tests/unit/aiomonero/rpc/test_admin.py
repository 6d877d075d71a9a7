# SPDX-License-Identifier: Apache-2.0
"""Calls of whoever runs the daemon, against what three versions answered."""

import pytest

from aiomonero import errors
from aiomonero.methods.daemon import admin
from aiomonero.testing.fakenode import FakeNode
from aiomonero.types.login import Login
from tests.support import replay, vectors

each_version = pytest.mark.parametrize("version", vectors.VERSIONS)


@each_version
async def test_the_log_is_set_and_says_what_it_holds(version: str) -> None:
    """Both requests are those that a daemon took."""
    level, categories = (replay.Replay(version, f"unrestricted.set_log_{what}") for what in ("level", "categories"))

    await level.rpc.set_log_level(0)
    told = await categories.rpc.set_log_categories("*:WARNING")

    assert (level.recorded, categories.recorded) == (level.params, categories.params)
    assert told == "*:WARNING"


@each_version
async def test_the_database_is_looked_at_and_saved(version: str) -> None:
    """To check whether it is pruned does not prune it."""
    pruning, saving = (replay.Replay(version, f"unrestricted.{n}") for n in ("json_rpc.prune_blockchain", "save_bc"))

    pruned = await pruning.rpc.prune_blockchain(check=True)
    await saving.rpc.save_bc()

    assert pruning.recorded == pruning.params
    assert (pruned.pruned, pruned.pruning_seed) == (False, 0)
    assert saving.asked == "/save_bc"


@each_version
async def test_what_was_invalid_can_be_forgotten(version: str) -> None:
    """Both memories are named, though newer daemons only have one of them."""
    daemon = replay.Replay(version, "unrestricted.json_rpc.flush_cache")

    await daemon.rpc.flush_cache(bad_blocks=True, bad_txs=True)

    assert daemon.recorded == daemon.params


@each_version
async def test_blocks_are_popped_in_the_way_of_old_daemons(version: str) -> None:
    """What only 0.19 knows is not sent unless it is asked for."""
    daemon = replay.Replay(version, "unrestricted.pop_blocks")

    height = await daemon.rpc.pop_blocks(1)

    assert daemon.params == {"nblocks": 1}
    assert height == 81


async def test_popped_transactions_can_be_dropped() -> None:
    """A daemon since 0.19 does as it is told."""
    daemon = replay.Replay("0.18.5.3", "unrestricted.pop_blocks")

    await daemon.rpc.pop_blocks(1, keep_txs=False)

    assert daemon.params == {"nblocks": 1, "keep_txs": False}


@each_version
async def test_a_look_for_updates_that_fails_is_an_error(version: str) -> None:
    """A closed daemon cannot look: that is not "there is none"."""
    daemon = replay.Replay(version, "unrestricted.update")

    with pytest.raises(errors.Rejected, match="Error checking for updates"):
        await daemon.rpc.update()
    assert daemon.params == {**daemon.recorded, "path": ""}


@each_version
async def test_the_end_is_answered(version: str) -> None:
    """The answer comes before the end."""
    daemon = replay.Replay(version, "unrestricted.stop_daemon")

    await daemon.rpc.stop_daemon()

    assert daemon.asked == "/stop_daemon"


async def test_an_end_that_comes_before_its_answer_is_the_end() -> None:
    """Daemons close their connections at once, so nobody listening any more is looked for."""
    fake = FakeNode({"stop_daemon": errors.Closed("closed"), "get_height": errors.ConnectFailed("refused")})

    await fake.rpc().stop_daemon()

    assert [call.name for call in fake.calls] == ["stop_daemon", "get_height"]


@pytest.mark.parametrize("height", [{"height": 1, "hash": "00" * 32}, errors.Closed("closed")])
async def test_a_daemon_that_stays_did_not_end(height: dict[str, object] | errors.MoneroError) -> None:
    """A connection that broke for another reason is no end."""
    fake = FakeNode({"stop_daemon": errors.Closed("closed"), "get_height": height})

    with pytest.raises(errors.Closed) as caught:
        await fake.rpc().within(0.05).stop_daemon()

    assert caught.value.method == "stop_daemon"


async def test_a_daemon_that_is_away_is_not_asked_to_end() -> None:
    """Nobody being there to ask is another matter."""
    fake = FakeNode({"stop_daemon": errors.ConnectFailed("refused")})

    with pytest.raises(errors.ConnectFailed):
        await fake.rpc().stop_daemon()


@each_version
async def test_no_bootstrap_daemon_is_an_empty_address(version: str) -> None:
    """The login is sent, and never shown."""
    daemon = replay.Replay(version, "unrestricted.set_bootstrap_daemon")

    await daemon.rpc.set_bootstrap_daemon("", login=Login("somebody", "secret"))

    assert daemon.params == {"address": "", "username": "somebody", "password": "secret", "proxy": ""}
    assert "secret" not in repr(admin.BootstrapParams("a", "somebody", "secret", ""))
