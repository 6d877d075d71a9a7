# SPDX-License-Identifier: Apache-2.0
"""The rules of readiness as a table: what was seen, and which reasons follow."""

import dataclasses
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiomonero import errors
from aiomonero.methods.daemon.peers import ConnectionsResult
from aiomonero.protocol import jsonrpc
from aiomonero.types.info import Info
from aiomonero.types.network import Network
from monero_exporter.translate import readiness, status
from monero_exporter.translate.observation import Observation, Seen, Sibling
from monero_exporter.translate.readiness import Code, Remark
from tests.support import vectors
from tests.support.observations import FAILED, HEIGHT, NOW, header, info, observation, peer, sibling

MINUTES_31 = 31 * 60.0
REGTEST = {"nettype": "fakechain"}
SILENT = Sibling(None)
OLD = header(age_seconds=MINUTES_31)

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
    "nor does one of two": (observation(connections=(peer(10**9), peer())), []),
    "nor do strangers, however many": (
        observation(connections=(peer(), *[peer(10**9, incoming=True)] * 9)),
        [],
    ),
    "half of the peers that the daemon chose are believed by nobody, more than half are": (
        observation(connections=(peer(), *[peer(HEIGHT + 3)] * 2)),
        [Code.SYNCING],
    ),
    "incoming peers count where there are no others": (
        observation(connections=(peer(HEIGHT + 3, incoming=True),)),
        [Code.SYNCING],
    ),
    "a daemon that downloads blocks": (
        observation(info(synchronized=False, target_height=HEIGHT + 3)),
        [Code.SYNCING],
    ),
    "a daemon that is ahead of its peers never turned synchronized and is in sync": (
        observation(info(synchronized=False), connections=(peer(HEIGHT - 50),)),
        [],
    ),
    "a daemon that lost its peers before it was in sync": (
        observation(info(synchronized=False, target_height=HEIGHT + 3), connections=()),
        [Code.SYNCING, Code.NO_PEERS],
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


RESTRICTED = dataclasses.replace(
    observation(info(restricted=True)), connections=Seen(None, errors.Restricted("only the unrestricted port"), 0.001)
)
AT_RESTRICTED_PORT = {
    "peers are not asked for where they cannot be told": (RESTRICTED, []),
    "a daemon that was never in sync": (
        dataclasses.replace(RESTRICTED, info=observation(info(restricted=True, synchronized=False)).info),
        [Code.NEVER_SYNCED],
    ),
    "a target above the height": (
        dataclasses.replace(
            RESTRICTED, info=observation(info(restricted=True, synchronized=False, target_height=HEIGHT + 3)).info
        ),
        [Code.SYNCING],
    ),
    "what `synchronized` hides shows by the top block's age": (
        dataclasses.replace(RESTRICTED, header=observation(top=OLD).header),
        [Code.TOP_BLOCK_OLD],
    ),
    "and by siblings": (dataclasses.replace(RESTRICTED, siblings=(sibling(HEIGHT + 3),)), [Code.BEHIND_SIBLINGS]),
}

WITH_SIBLINGS = {
    "siblings that have not been asked yet": (observation(siblings=None), [Code.SIBLINGS_UNKNOWN]),
    "a ready sibling that is 3 blocks ahead": (observation(siblings=(sibling(HEIGHT + 3),)), [Code.BEHIND_SIBLINGS]),
    "a ready sibling that is 2 blocks ahead": (observation(siblings=(sibling(HEIGHT + 2),)), []),
    "the best of several counts": (
        observation(siblings=(sibling(HEIGHT - 9), sibling(HEIGHT + 3), sibling())),
        [Code.BEHIND_SIBLINGS],
    ),
    "a sibling that is not ready holds nobody back": (observation(siblings=(sibling(HEIGHT + 3, ready=False),)), []),
    "a sibling that does not answer holds nobody back": (observation(siblings=(SILENT,)), []),
    "a sibling of another network holds nobody back": (
        observation(siblings=(sibling(HEIGHT + 3, network=Network.TESTNET),)),
        [],
    ),
    "a sibling whose daemon is silent holds nobody back": (
        observation(siblings=(sibling(network=None, ready=False),)),
        [],
    ),
    "a sibling that says nonsense holds nobody back": (observation(siblings=(sibling(10**9),)), []),
    "after a day without blocks a sibling may be far ahead": (
        observation(info(target_height=HEIGHT), top=header(age_seconds=86_400), siblings=(sibling(HEIGHT + 720),)),
        [Code.BEHIND_SIBLINGS, Code.TOP_BLOCK_OLD],
    ),
    "an old top block where a sibling has a young one": (
        observation(top=OLD, siblings=(sibling(HEIGHT + 1), sibling(age_seconds=MINUTES_31))),
        [Code.TOP_BLOCK_OLD],
    ),
    "an old top block where no sibling answers": (observation(top=OLD, siblings=(SILENT,)), [Code.TOP_BLOCK_OLD]),
    "an old top block where the sibling is older because it syncs": (
        observation(top=OLD, siblings=(sibling(HEIGHT - 3, age_seconds=10 * MINUTES_31, ready=False),)),
        [Code.TOP_BLOCK_OLD],
    ),
    "an old top block where the sibling does not know its own": (
        observation(top=OLD, siblings=(sibling(top_timestamp=None),)),
        [Code.TOP_BLOCK_OLD],
    ),
}
STALLED = (sibling(age_seconds=MINUTES_31), SILENT, sibling(HEIGHT - 99, age_seconds=86_400, ready=False))


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


@pytest.mark.parametrize(("seen", "codes"), AT_RESTRICTED_PORT.values(), ids=AT_RESTRICTED_PORT.keys())
def test_at_a_restricted_port(seen: Observation, codes: list[str]) -> None:
    """Each row is one fact about daemons that do not tell their peers."""
    assert _codes(seen, is_closed=False) == codes


@pytest.mark.parametrize(("seen", "codes"), WITH_SIBLINGS.values(), ids=WITH_SIBLINGS.keys())
def test_beside_siblings(seen: Observation, codes: list[str]) -> None:
    """Each row is one fact about daemons of a set."""
    assert _codes(seen, is_closed=False) == codes


@pytest.mark.parametrize("height", [HEIGHT + 3, 10**9])
def test_in_a_closed_network_the_best_ready_sibling_is_always_believed(height: int) -> None:
    """Its blocks may be made in any number at any time."""
    seen = observation(info(**REGTEST), siblings=(sibling(height, network=Network.REGTEST),))

    assert _codes(seen, is_closed=False) == [Code.BEHIND_SIBLINGS]


@pytest.mark.parametrize("is_sibling_ready", [True, False])
def test_a_stalled_chain_leaves_its_nodes_in_service(is_sibling_ready: bool) -> None:
    """Whatever the siblings make of it themselves, so that no verdict waits for another; in sync it is not."""
    same = sibling(age_seconds=MINUTES_31, ready=is_sibling_ready, synced=False)

    verdict = readiness.judge(observation(top=OLD, siblings=(same, *STALLED)), is_closed=False)

    assert (verdict.is_ready, verdict.is_synced) == (True, False)
    assert [reason.code for reason in verdict.reasons] == [Remark.CHAIN_STALLED]


def test_a_stalled_chain_excuses_nothing_else() -> None:
    """A daemon that lost its peers is out of service, however old the siblings' blocks are."""
    seen = observation(connections=(), top=OLD, siblings=STALLED)

    assert _codes(seen, is_closed=False) == [Code.NO_PEERS, Remark.CHAIN_STALLED]


def test_forks_are_told_and_take_nobody_out_of_service() -> None:
    """No daemon knows which of two chains will last."""
    forked, alike = sibling(name="nodes-2", is_forked=True), sibling(is_forked=False)

    verdict = readiness.judge(observation(siblings=(forked, alike)), is_closed=False)

    assert (verdict.is_ready, verdict.is_synced) == (True, True)
    assert [(reason.code, "nodes-2" in reason.message) for reason in verdict.reasons] == [(Remark.SIBLING_FORKED, True)]


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


def test_a_lonely_daemon_with_a_young_block_is_synced_but_not_ready() -> None:
    """In sync is a matter of its chain alone, readiness of everything."""
    verdict = readiness.judge(observation(connections=()), is_closed=False)

    assert (verdict.is_synced, verdict.is_ready) == (True, False)


nodes = st.builds(
    lambda height, age_seconds, connections: observation(info(height=height), connections, header(age_seconds)),
    st.integers(HEIGHT - 9, HEIGHT),
    st.sampled_from([60.0, MINUTES_31]),
    st.sampled_from([(), (peer(0),)]),
)


def _look(members: Sequence[Observation], said: Sequence[Sibling], index: int) -> Sibling:
    """Return what one node says after it heard the others."""
    others = tuple(other for at, other in enumerate(said) if at != index)
    seen = dataclasses.replace(members[index], siblings=others)
    return Sibling(status.translate(seen, readiness.judge(seen, is_closed=False)))


@given(
    st.lists(nodes, min_size=2, max_size=5).flatmap(
        lambda all_: st.tuples(st.just(all_), st.permutations(range(len(all_))))
    )
)
def test_a_set_comes_to_rest_whoever_looks_first(drawn: tuple[list[Observation], list[int]]) -> None:
    """While daemons stay as they are no node changes its mind for ever, and all end the same, in turn or at once."""
    members, order = drawn
    in_turn = at_once = [SILENT] * len(members)
    for _ in range(len(members) + 1):
        at_once = [_look(members, at_once, index) for index in range(len(members))]
        for index in order:
            in_turn = [*in_turn[:index], _look(members, in_turn, index), *in_turn[index + 1 :]]

    assert at_once == in_turn == [_look(members, at_once, index) for index in range(len(members))]


@given(
    heights=st.lists(st.integers(0, 2 * HEIGHT), max_size=5),
    target=st.integers(0, 2 * HEIGHT),
    synchronized=st.booleans(),
    is_closed=st.booleans(),
)
def test_without_siblings_readiness_implies_sync(
    heights: list[int], target: int, synchronized: bool, is_closed: bool
) -> None:
    """Whatever was seen: a ready daemon is in sync, and one that is not ready says why in a sentence."""
    daemon = info(synchronized=synchronized, target_height=target)
    verdict = readiness.judge(observation(daemon, tuple(map(peer, heights))), is_closed=is_closed)

    assert verdict.is_synced or not verdict.is_ready
    assert all(reason.message.endswith(".") for reason in verdict.reasons)
