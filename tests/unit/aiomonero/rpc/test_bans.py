# SPDX-License-Identifier: Apache-2.0
"""Calls about bans, against what three versions answered."""

import pytest

from aiomonero.types.ban import BanChange
from tests.support import replay, vectors

each_version = pytest.mark.parametrize("version", vectors.VERSIONS)


@each_version
async def test_bans_are_of_addresses_and_of_subnets(version: str) -> None:
    """Each has a time that is left."""
    bans = await replay.Replay(version, "unrestricted.json_rpc.get_bans").rpc.get_bans()

    assert [ban.host for ban in bans] == ["198.51.100.7", "203.0.113.0/24"]
    assert all(0 < ban.seconds <= 7200 for ban in bans)


@each_version
async def test_a_ban_is_asked_for_as_daemons_take_it(version: str) -> None:
    """The request is the one that a daemon took."""
    daemon = replay.Replay(version, "unrestricted.json_rpc.set_bans")

    await daemon.rpc.set_bans(BanChange("192.0.2.1", seconds=60))

    assert daemon.recorded == daemon.params


@each_version
async def test_one_address_is_asked_about(version: str) -> None:
    """The answer has the time that is left."""
    daemon = replay.Replay(version, "unrestricted.json_rpc.banned")

    state = await daemon.rpc.banned("198.51.100.7")

    assert daemon.recorded == daemon.params
    assert state.banned
    assert 0 < state.seconds <= 3600
