# SPDX-License-Identifier: Apache-2.0
"""The rules of readiness as a table: what was seen, and which reasons follow."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiomonero import errors
from aiomonero.methods.daemon.peers import ConnectionsResult
from aiomonero.protocol import jsonrpc
from aiomonero.types.info import Info
from monero_exporter.translate import readiness
from monero_exporter.translate.observation import Observation, Seen
from monero_exporter.translate.readiness import Code
from tests.support import vectors
from tests.support.observations import FAILED, HEIGHT, NOW, header, info, observation, peer

OLD = header(age_seconds=31 * 60)
REGTEST = {"nettype": "fakechain"}

OPEN = {
    "a synchronized daemon with peers of its height is ready": (observation(), []),
    "a peer two blocks ahead told a block that is under way": (observation(connections=(peer(HEIGHT + 2),)), []),
    "a synchronized daemon that its peers left behind": (
        observation(connections=(peer(HEIGHT + 3), peer(HEIGHT + 3))),
        [Code.SYNCING],
    ),
    "one lying peer takes no daemon out of service": (
        observation(connections=(peer(10**9), peer(), peer())),
        [],
    ),
    "a daemon that downloads blocks": (
        observation(info(synchronized=False, target_height=HEIGHT + 3)),
        [Code.SYNCING],
    ),
    "a daemon that is ahead of its peers never turned synchronized and is in sync": (
        observation(info(synchronized=False), connections=(peer(HEIGHT - 50),)),
        [],
    ),
    "a daemon that never met a peer": (
        observation(info(synchronized=False), connections=()),
        [Code.NEVER_SYNCED, Code.NO_PEERS],
    ),
    "a daemon that lost all peers still says that it is synchronized": (observation(connections=()), [Code.NO_PEERS]),
    "a peer counts after its handshake only": (
        observation(connections=(peer(0, state="before_handshake"),)),
        [Code.NO_PEERS],
    ),
    "a top block of 31 minutes": (observation(top=OLD), [Code.TOP_BLOCK_OLD]),
    "a top block of 29 minutes": (observation(top=header(age_seconds=29 * 60)), []),
    "testnet's blocks may be of any age": (observation(info(nettype="testnet"), top=OLD), []),
    "testnet asks for peers": (observation(info(nettype="testnet"), connections=()), [Code.NO_PEERS]),
    "answers of a bootstrap daemon are not its own": (observation(info(untrusted=True)), [Code.BOOTSTRAPPING]),
    "peers that are not told": (dataclasses.replace(observation(), connections=FAILED), [Code.PEERS_UNKNOWN]),
    "a top block that is not told": (dataclasses.replace(observation(), header=FAILED), [Code.TOP_BLOCK_UNKNOWN]),
}

CLOSED = {
    "neither peers nor a young block are asked for": (observation(connections=(), top=OLD), []),
    "the best sibling counts": (observation(connections=(peer(HEIGHT + 3), peer(), peer())), [Code.SYNCING]),
    "two blocks behind the best sibling is near enough": (observation(connections=(peer(HEIGHT + 2),)), []),
    "the daemon's own target counts": (observation(info(synchronized=False, target_height=HEIGHT + 3)), [Code.SYNCING]),
    "a daemon that never met a sibling cannot know": (
        observation(info(synchronized=False), connections=()),
        [Code.NEVER_SYNCED],
    ),
    "siblings that are not told": (dataclasses.replace(observation(), connections=FAILED), [Code.PEERS_UNKNOWN]),
}


def _codes(seen: Observation, *, is_closed: bool) -> list[str]:
    return [reason.code for reason in readiness.judge(seen, is_closed=is_closed).reasons]


@pytest.mark.parametrize(("seen", "codes"), OPEN.values(), ids=OPEN.keys())
def test_on_an_open_network(seen: Observation, codes: list[str]) -> None:
    """Each row is one fact about daemons on networks of strangers."""
    assert _codes(seen, is_closed=False) == codes


@pytest.mark.parametrize(("seen", "codes"), CLOSED.values(), ids=CLOSED.keys())
def test_in_a_closed_network(seen: Observation, codes: list[str]) -> None:
    """Each row is one fact about daemons whose peers are all siblings."""
    assert _codes(seen, is_closed=True) == codes


@pytest.mark.parametrize("version", vectors.VERSIONS)
def test_answers_captured_during_a_sync_mean_syncing(version: str) -> None:
    """Some of these daemons said that they were synchronized while they still lacked 20 blocks."""
    daemon = jsonrpc.decode(vectors.path_answer(version, "unrestricted.SYNCING.get_info"), Info)
    connections = jsonrpc.decode(
        vectors.answer(version, "unrestricted.SYNCING.json_rpc.get_connections"), ConnectionsResult
    ).connections

    assert _codes(observation(daemon, connections), is_closed=False) == [Code.SYNCING]


@pytest.mark.parametrize("version", vectors.VERSIONS)
def test_answers_captured_before_the_first_peer_mean_never_synced(version: str) -> None:
    """A daemon at its start has neither a target nor a peer."""
    daemon = jsonrpc.decode(vectors.path_answer(version, "unrestricted.BUSY.get_info"), Info)

    assert _codes(observation(daemon, connections=()), is_closed=False) == [Code.NEVER_SYNCED]


def test_regtest_is_closed_without_being_told() -> None:
    """The daemon's own word is enough."""
    assert _codes(observation(info(**REGTEST), connections=(), top=OLD), is_closed=False) == []


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errors.TimedOut("x"), Code.DAEMON_TIMED_OUT),
        (errors.ConnectFailed("x"), Code.DAEMON_UNREACHABLE),
        (errors.Closed("x"), Code.DAEMON_UNREACHABLE),
        (errors.Unauthorized("x"), Code.DAEMON_REFUSED),
        (errors.RemoteProtocolError("x"), Code.DAEMON_REFUSED),
    ],
)
def test_a_daemon_that_does_not_answer_is_neither_ready_nor_synced(error: errors.MoneroError, code: Code) -> None:
    """The one reason tells a hanging daemon from a missing and from an unwilling one."""
    silent = Observation(NOW, Seen(None, error, 0.1), None, None)

    verdict = readiness.judge(silent, is_closed=True)

    assert [reason.code for reason in verdict.reasons] == [code]
    assert (verdict.is_synced, verdict.is_ready) == (False, False)


def test_a_lonely_daemon_with_an_old_block_is_synced_but_not_ready() -> None:
    """In sync is a matter of heights alone, readiness of everything."""
    verdict = readiness.judge(observation(connections=(), top=OLD), is_closed=False)

    assert verdict.is_synced
    assert not verdict.is_ready


@given(
    heights=st.lists(st.integers(0, 2 * HEIGHT), max_size=5),
    target=st.integers(0, 2 * HEIGHT),
    synchronized=st.booleans(),
    is_closed=st.booleans(),
)
def test_readiness_implies_sync(heights: list[int], target: int, synchronized: bool, is_closed: bool) -> None:
    """Whatever was seen: a ready daemon is in sync, and one that is not ready says why in a sentence."""
    daemon = info(synchronized=synchronized, target_height=target)
    verdict = readiness.judge(observation(daemon, tuple(map(peer, heights))), is_closed=is_closed)

    assert verdict.is_synced or not verdict.is_ready
    assert all(reason.message.endswith(".") for reason in verdict.reasons)
