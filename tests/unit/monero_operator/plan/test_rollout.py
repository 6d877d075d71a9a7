# SPDX-License-Identifier: Apache-2.0
"""The order in which nodes change."""

import msgspec
import pytest

from monero_operator import facts
from monero_operator.api.reasons import Reason
from monero_operator.plan import rollout, startup
from tests.support import build

KEPT_AWAY = "0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules."
FITS_NOWHERE = "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector."
NEW = dict.fromkeys(range(4), "new")


def pending(ordinal, **fields):
    """Return a node whose StatefulSet does not have the new template yet."""
    return build.seen(ordinal, statefulset=build.statefulset(ordinal, template="old"), **fields)


def outdated(ordinal, **pod):
    """Return a node whose StatefulSet has the new template, and whose pod is from before."""
    return build.seen(ordinal, pod=build.pod(ordinal, **{"revision": "old"} | pod))


def hopeless(ordinal, **fields):
    """Return a node of the new template that cannot start."""
    waiting = facts.Waiting("monerod", "CrashLoopBackOff")
    return build.seen(ordinal, pod=build.pod(ordinal, is_ready=False, waiting=waiting, **fields))


def down(ordinal):
    """Return what makes a node not serve."""
    return {"pod": build.pod(ordinal, is_ready=False, revision="old")}


@pytest.mark.parametrize(
    ("nodes", "held", "restarted"),
    [
        pytest.param([build.seen(0), build.seen(1)], set(), [], id="nothing to do"),
        pytest.param([pending(0), pending(1)], {0}, [], id="the highest serving node takes the template first"),
        pytest.param([pending(0), outdated(1)], {0}, [1], id="who has taken it is restarted before the next takes it"),
        pytest.param([outdated(0), pending(1)], {1}, [0], id="also if that is a lower one"),
        pytest.param(
            [pending(0), build.seen(1, **down(1) | {"pod": build.pod(1, is_ready=False)})],
            {0},
            [],
            id="the next waits until the new one serves",
        ),
        pytest.param(
            [pending(0), build.seen(1, status=build.status(synced=False, ready=False))], {0}, [], id="and is in sync"
        ),
        pytest.param([pending(0), build.seen(1, status=None)], {0}, [], id="and says so"),
        pytest.param(
            [pending(0, **down(0)), pending(1, **down(1)), pending(2)],
            {2},
            [],
            id="who does not serve takes it at once, all of them",
        ),
        pytest.param(
            [outdated(0, is_ready=False), outdated(1, is_ready=False)], set(), [0, 1], id="and is restarted at once"
        ),
        pytest.param(
            [pending(0, pod=None), build.seen(1)], set(), [], id="a lost pod comes back from the new template"
        ),
        pytest.param([outdated(0, is_terminating=True), build.seen(1)], set(), [], id="who is going is not told again"),
        pytest.param(
            [pending(0), build.seen(1, pod=build.pod(1, is_ready=False, unschedulable=KEPT_AWAY))],
            set(),
            [],
            id="a new pod that the others keep away blocks nobody",
        ),
        pytest.param(
            [outdated(0), build.seen(1, pod=build.pod(1, is_ready=False, unschedulable=FITS_NOWHERE))],
            set(),
            [],
            id="one that fits nowhere is the only one that a mistake costs",
        ),
        pytest.param([pending(0), hopeless(1)], {0}, [], id="a new pod that cannot start stops all"),
        pytest.param([pending(0, **down(0)), hopeless(1)], {0}, [], id="also those that do not serve"),
        pytest.param(
            [pending(0), pending(1, pod=hopeless(1).pod)], {0}, [], id="a correction goes to the stopped one first"
        ),
        pytest.param([pending(0)], set(), [], id="a single node needs nobody's leave"),
        pytest.param(
            [pending(0), build.seen(1, statefulset=None, pod=None)],
            {1},
            [],
            id="a lone node changes before siblings are made",
        ),
        pytest.param([outdated(0), build.seen(1, statefulset=None, pod=None)], {1}, [0], id="and is restarted before"),
        pytest.param([build.seen(0), build.seen(1, statefulset=None, pod=None)], set(), [], id="then they are made"),
        pytest.param(
            [build.seen(0, pod=None), build.seen(1, statefulset=None, pod=None)],
            set(),
            [],
            id="without a pod nobody waits",
        ),
    ],
)
def test_the_next_step(nodes, held, restarted):
    """Who keeps the template for now, and whose pod goes."""
    step = rollout.decide(nodes, NEW)

    assert held == step.held
    assert [build.pod(ordinal).name for ordinal in restarted] == [restart.pod for restart in step.restarts]


@pytest.mark.parametrize("reason", sorted(startup.HOPELESS))
def test_what_waiting_does_not_help_is_named(reason):
    """The pod and Kubernetes' word for it."""
    waiting = facts.Waiting("monerod", reason)

    step = rollout.decide([build.seen(0, pod=build.pod(0, waiting=waiting))], NEW)

    assert ("regtest-0-0", reason) == (step.obstacle.pod, step.obstacle.cause)


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("CreateContainerConfigError", 'CreateContainerConfigError: secret "login" not found'),
        ("ImagePullBackOff", "ImagePullBackOff"),
    ],
)
def test_what_is_missing_is_told_in_the_kubelets_words(reason, expected):
    """A Secret is named by a message that stays the same; other messages change with every attempt."""
    waiting = facts.Waiting("exporter", reason, 'secret "login" not found')

    step = rollout.decide([build.seen(0, pod=build.pod(0, waiting=waiting))], NEW)

    assert step.obstacle is not None
    assert expected == step.obstacle.cause


@pytest.mark.parametrize(
    ("is_crashing", "is_ready", "is_obstacle"), [(True, False, True), (True, True, False), (False, False, False)]
)
def test_a_pod_that_keeps_crashing_is_an_obstacle_also_while_it_runs_for_a_moment(is_crashing, is_ready, is_obstacle):
    """A pod that is ready has come through."""
    node = build.seen(0, pod=build.pod(0, is_ready=is_ready), is_crashing=is_crashing)

    assert is_obstacle == (rollout.decide([node], NEW).obstacle is not None)


def test_starting_is_no_obstacle():
    """A container that is being made passes by itself."""
    node = build.seen(0, pod=build.pod(0, is_ready=False, waiting=facts.Waiting("monerod", "ContainerCreating")))

    assert rollout.decide([node], NEW).obstacle is None


def test_a_change_that_no_controller_has_seen_restarts_nobody():
    """Until then nobody knows which pods are old."""
    unseen = build.seen(0, statefulset=build.statefulset(update_revision=""), pod=build.pod(revision="old"))

    step = rollout.decide([unseen], NEW)

    assert (step.restarts, step.updated) == ((), 0)


def test_the_next_takes_no_template_before_the_last_one_is_seen():
    """Whose pod is outdated nobody knows until then, and a network gives its template to one at a time."""
    unseen = build.seen(2, statefulset=build.statefulset(2, update_revision=""), pod=build.pod(2, revision="old"))

    step = rollout.decide([pending(0), pending(1), unseen], NEW)

    assert (step.held, step.restarts) == ({0, 1}, ())


def test_a_template_that_cannot_be_built_yet_changes_nobody():
    """While an address is unknown the nodes that dial it stay as they are, and count as they are."""
    step = rollout.decide([pending(0), build.seen(1)], {1: "new"})

    assert (frozenset(), (), 2) == (step.held, step.restarts, step.updated)


def behind(ordinal, **fields):
    """Return a node that says that it is in sync, and has far fewer blocks than its siblings."""
    return build.seen(ordinal, **{"status": build.status(height=2)} | fields)


@pytest.mark.parametrize(
    ("nodes", "policy", "restarted"),
    [
        pytest.param([outdated(0), outdated(1), outdated(2)], rollout.Policy(2), [1, 2], id="two may be missing"),
        pytest.param(
            [outdated(0), outdated(1), build.seen(2, pod=build.pod(2, is_ready=False))],
            rollout.Policy(2),
            [1],
            id="and one is missing already",
        ),
        pytest.param([outdated(0), behind(1)], rollout.Policy(), [], id="one that is behind its siblings is not there"),
        pytest.param(
            [outdated(0), build.seen(1, status=build.status(height=8))],
            rollout.Policy(),
            [0],
            id="those that were asked a moment before are not behind",
        ),
        pytest.param(
            [outdated(0), msgspec.structs.replace(outdated(1), status=build.status(ready=False)), outdated(2)],
            rollout.Policy(),
            [1],
            id="who is not in sync costs least",
        ),
        pytest.param(
            [msgspec.structs.replace(outdated(ordinal), status=build.status(synced=False)) for ordinal in range(3)],
            rollout.Policy(),
            [2],
            id="a chain that stands still stops nothing",
        ),
        pytest.param([outdated(0), outdated(1)], rollout.Policy(partition=1), [1], id="those below the partition stay"),
        pytest.param(
            [outdated(0, is_ready=False), build.seen(1)],
            rollout.Policy(partition=1),
            [],
            id="also if they do not serve",
        ),
        pytest.param([outdated(0), outdated(1)], rollout.Policy(is_paused=True), [], id="nobody goes while paused"),
    ],
)
def test_the_policy_is_kept(nodes, policy, restarted):
    """How many at once, who at all, and whether now."""
    step = rollout.decide(nodes, NEW, policy)

    assert [build.pod(ordinal).name for ordinal in restarted] == [restart.pod for restart in step.restarts]


def test_the_partition_keeps_templates_and_is_counted():
    """Below it nothing is pending for ever; who is kept is told."""
    step = rollout.decide([pending(0), pending(1), build.seen(2)], NEW, rollout.Policy(partition=2))

    assert (step.held, step.kept, step.updated) == ({0, 1}, 2, 1)


def test_who_waits_for_a_turn_keeps_its_template_and_counts_as_it_is():
    """What a newer operator would make of it is not what its owner asked for."""
    step = rollout.decide([pending(0), pending(1)], NEW, waiting=frozenset({0, 1}))

    assert (step.held, step.updated, step.is_waiting, step.restarts) == ({0, 1}, 2, True, ())


LATE, EARLY = 1800.0, 1799.0
SYNCING = {"pod": build.pod(1, is_ready=False), "status": build.status(synced=False)}


@pytest.mark.parametrize(
    ("node", "is_stuck"),
    [
        pytest.param(build.seen(1, idle_seconds=LATE, **SYNCING), True, id="no progress within the deadline"),
        pytest.param(build.seen(1, idle_seconds=EARLY, **SYNCING), False, id="some progress"),
        pytest.param(build.seen(1, idle_seconds=LATE, **SYNCING | {"status": None}), True, id="nothing is heard of it"),
        pytest.param(build.seen(1, idle_seconds=LATE), False, id="one in sync need not grow"),
        pytest.param(build.seen(1, idle_seconds=LATE, status=None), False, id="nor one that serves and is silent"),
        pytest.param(behind(1, idle_seconds=LATE), True, id="one that serves a shorter chain for too long"),
        pytest.param(
            build.seen(1, idle_seconds=LATE, pod=build.pod(1, is_ready=False)), False, id="it is in sync, but alone"
        ),
        pytest.param(
            build.seen(1, idle_seconds=LATE, pod=build.pod(1, is_ready=False, unschedulable="no room"), status=None),
            False,
            id="one without a machine",
        ),
        pytest.param(
            build.seen(1, idle_seconds=LATE, pod=build.pod(1, is_ready=False, is_terminating=True), status=None),
            False,
            id="one on its way out",
        ),
        pytest.param(
            build.seen(1, idle_seconds=LATE, pod=build.pod(1, is_ready=False, revision="old"), status=None),
            False,
            id="one that is to be changed anyway",
        ),
    ],
)
def test_a_node_that_does_not_get_on_stops_the_rollout(node, is_stuck):
    """It is named, with the deadline that it missed, and nobody else is touched."""
    step = rollout.decide([outdated(0, is_ready=False), node, build.seen(2)], NEW)

    told = (step.obstacle.pod, step.obstacle.cause, step.obstacle.reason) if step.obstacle else None
    assert told == (("regtest-1-0", "30m", Reason.PROGRESS_DEADLINE_EXCEEDED) if is_stuck else None)
    assert is_stuck == (step.restarts == ())


PACED = rollout.Policy(pace_seconds=60)


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        pytest.param(build.seen(1, age_seconds=59), [], id="another one is new"),
        pytest.param(outdated(1, name="regtest-1-0"), ["regtest-1-0"], id="nobody is, for all that is known"),
        pytest.param(build.seen(1, age_seconds=60), ["regtest-0-0"], id="it is old enough"),
    ],
)
def test_where_clients_learn_of_pods_with_a_delay_the_next_waits_for_it(first, expected):
    """Otherwise all that clients know of might be gone at once; a new pod need not be one that was changed."""
    step = rollout.decide([outdated(0), first], NEW, PACED)

    assert expected == [restart.pod for restart in step.restarts]


def test_who_does_not_serve_goes_whatever_the_pace():
    """Clients have lost it already, and a broken change must not take longer to be put right."""
    nodes = [outdated(0, is_ready=False), build.seen(1, age_seconds=1)]

    assert [restart.pod for restart in rollout.decide(nodes, NEW, PACED).restarts] == ["regtest-0-0"]
