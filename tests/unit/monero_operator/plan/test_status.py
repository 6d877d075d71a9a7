# SPDX-License-Identifier: Apache-2.0
"""What the status says."""

from datetime import timedelta

import msgspec

from aiomonero.types.health import Status
from aiomonero.types.network import Network
from monero_operator.api import reasons
from monero_operator.api.reasons import Reason
from monero_operator.conditions.progressing import Obstacle
from monero_operator.plan import status
from monero_operator.plan.network import decide
from monero_operator.plan.rollout import Rollout
from tests.support import build

OF_MINERS = {Reason.MINERS_RUN, Reason.NO_MINERS}
VERDICTS = ("Ready", "Available", "Progressing", "Synced", "Peered", "Meshed")
OUTCOME = status.Outcome(network=Network.REGTEST, rollout=Rollout(updated=2), findings=(), is_valid=True)


def built(nodes, *, network=None, outcome=OUTCOME, now=build.NOW):
    """Return the status of a network of these nodes."""
    pods = {node.ordinal: node.pod for node in nodes if node.pod}
    return decide.status_of(network or build.network(), build.gathered(pods=pods), nodes, outcome, now)


def test_heights_are_those_of_nodes_in_sync():
    """A node that is ahead alone does not speak for the network, but shows what there is to reach."""
    nodes = [
        build.seen(0, status=build.status(height=10)),
        build.seen(1, status=build.status(height=30, synced=False)),
        build.seen(2, status=build.status(height=9, synced=False, target_height=12)),
    ]

    shown = built(nodes)

    assert (shown.height, shown.target_height) == (10, 30)


def test_what_nobody_says_is_absent():
    """Absent is not zero."""
    shown = built([build.seen(0, status=None), build.seen(1, status=build.status(height=None, version=None))])

    assert (shown.height, shown.target_height, shown.version) == (None, None, None)
    assert msgspec.to_builtins(shown.nodes[0]) == {"name": "regtest-0-0", "ready": True}


def test_a_daemon_that_never_answered_is_not_behind():
    """Its exporter answers for it and knows nothing."""
    shown = built([build.seen(0), build.seen(1, status=Status(observed_at=1))])

    assert (shown.synced_replicas, shown.nodes[1].synced) == (1, None)


def test_every_reason_is_given_where_it_belongs():
    """The reference page tells of each reason which conditions give it; findings about a spec are tested apart."""
    down, silent = build.pod(1, is_ready=False), build.seen(1, status=None)
    behind = build.seen(1, status=build.status(synced=False, ready=False, peers_in=0, peers_out=0))
    stalled = build.seen(1, status=build.status(synced=False))
    stuck = build.seen(1, pod=build.pod(1, is_ready=False, unschedulable="Insufficient memory"))
    apart = build.seen(1, status=build.status(peers_in=1, peers_out=0))
    crowded = build.seen(1, pod=build.pod(1, unschedulable="0/1 nodes are available: 1 pod anti-affinity rules."))
    seconds = [
        None,
        build.seen(1),
        silent,
        behind,
        stalled,
        stuck,
        crowded,
        apart,
        build.seen(1, pod=down),
        build.seen(1, pod=None),
    ]
    networks = [[], *([build.seen(0)] + ([second, build.seen(2)] if second else []) for second in seconds)]
    rollouts = [
        Rollout(updated=1),
        Rollout(updated=3),
        Rollout(obstacle=Obstacle("regtest-1-0", "ErrImagePull")),
        Rollout(obstacle=Obstacle("regtest-1-0", "30m", Reason.PROGRESS_DEADLINE_EXCEEDED)),
        Rollout(updated=1, kept=2),
        Rollout(updated=3, is_waiting=True),
        Rollout(is_paused=True),
    ]
    outcomes = [
        status.Outcome(
            network=None,
            rollout=one,
            findings=(),
            is_valid=valid,
            is_hard=flag,
            is_locked=flag,
            starting=starting,
            is_offline=flag,
        )
        for one in rollouts
        for starting in (Reason.STARTING, Reason.STARTING_ON_HOST, Reason.STARTING_FENCED, Reason.STARTING_WITH_KEYS)
        for valid in (True, False)
        for flag in (True, False)
    ]

    given = {
        (condition.reason, condition.type)
        for nodes in networks
        for outcome in outcomes
        for condition in built(nodes, outcome=outcome).conditions
    }

    of_runs = {
        (reason, scope)
        for reason, scopes in reasons.SCOPES.items()
        for scope in scopes
        if scope in VERDICTS and reason not in OF_MINERS
    }
    assert of_runs | {("Valid", "ConfigValid")} == given


def test_what_the_api_server_would_refuse_is_not_said():
    """One such value would keep the whole status from being written."""
    fields = {"height": -1, "target_height": 2**63, "peers_in": -1, "version": "9" * 65}

    shown = built([build.seen(0, status=build.status(**fields))])

    assert (shown.height, shown.target_height, len(shown.version)) == (None, None, 64)
    node = shown.nodes[0]
    assert (node.height, node.peers_in, node.peers_out, node.version) == (None, None, 1, shown.version)


def test_zero_is_said():
    """A network without a ready node says 0, which kubectl and an autoscaler read."""
    written = msgspec.to_builtins(built([build.seen(0, pod=build.pod(is_ready=False), status=None)]))

    assert (written["replicas"], written["readyReplicas"], written["syncedReplicas"]) == (1, 0, 0)


def test_the_lowest_version_is_shown():
    """By numbers: 0.18.10 is newer than 0.18.9."""
    versions = ("0.18.10.0-release", "0.18.9.1-release", "0.18.9.2-release")
    nodes = [build.seen(i, status=build.status(version=version)) for i, version in enumerate(versions)]

    assert built(nodes).version == "0.18.9.1"


def test_all_conditions_are_present_and_move_their_time_only_when_they_turn():
    """In a stable order, about the current generation."""
    first = built([build.seen(0, pod=build.pod(is_ready=False))])
    network = msgspec.structs.replace(build.network(), status=first)

    second = built([build.seen(0)], network=network, now=build.NOW + timedelta(hours=1))

    order = ["Ready", "Available", "Progressing", "Synced", "Peered", "Meshed", "ConfigValid"]
    assert order == [condition.type for condition in second.conditions]
    moved = {
        after.type
        for before, after in zip(first.conditions, second.conditions, strict=True)
        if before.last_transition_time != after.last_transition_time
    }
    assert {"Available"} == moved
    assert {1} == {condition.observed_generation for condition in second.conditions}


def test_the_selector_finds_the_pods():
    """A HorizontalPodAutoscaler and kubectl scale use it."""
    assert built([]).selector == "utxo.com.br/moneronetwork=regtest"
