# SPDX-License-Identifier: Apache-2.0
"""Calls about synchronization and rules, against what three versions answered."""

import msgspec
import pytest

from aiomonero import errors
from aiomonero.types.sync import ForkState
from tests.support import replay, vectors

NEVER = 2**64 - 1

each_version = pytest.mark.parametrize("version", vectors.VERSIONS)


@each_version
async def test_rules_of_the_next_block_and_rules_that_nobody_planned(version: str) -> None:
    """The answer's version is the chain's, whatever was asked about."""
    current, unknown = (replay.Replay(version, f"restricted.json_rpc.hard_fork_info{v}") for v in ("", ".v99"))

    now, never = await current.rpc.hard_fork_info(), await unknown.rpc.hard_fork_info(99)

    assert (current.params, unknown.params) == ({}, unknown.recorded)
    assert (now.version, now.enabled, now.earliest_height, now.votes) == (16, True, 1, 80)
    assert now.state is ForkState.LIKELY_FORKED
    assert (never.version, never.enabled, never.earliest_height) == (16, False, NEVER)


def test_a_state_that_no_version_has_yet_is_read_as_other() -> None:
    """A new one breaks nothing."""
    assert msgspec.convert(3, ForkState) is ForkState.OTHER


@each_version
async def test_a_synchronization_shows_its_peers_and_spans(version: str) -> None:
    """Spans name the connection that they were asked of."""
    daemon = replay.Replay(version, "unrestricted.SYNCING.json_rpc.sync_info")

    sync = await daemon.rpc.sync_info()

    assert sync.height < sync.target_height
    assert {span.connection_id for span in sync.spans} <= {peer.info.connection_id for peer in sync.peers}
    assert sync.height in {span.start_block_height for span in sync.spans}


@each_version
async def test_synchronization_is_not_for_everybody(version: str) -> None:
    """A restricted port answers as if it did not know the method, and the error says what it means."""
    with pytest.raises(errors.Restricted):
        await replay.Replay(version, "restricted.json_rpc.sync_info").rpc.sync_info()
