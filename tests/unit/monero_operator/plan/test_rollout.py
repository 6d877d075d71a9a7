# SPDX-License-Identifier: Apache-2.0
"""The order in which nodes change."""

import pytest

from monero_operator import facts
from monero_operator.plan import rollout, startup
from tests.support import build

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
        pytest.param([pending(0), build.seen(1, status=build.status(synced=False))], {0}, [], id="and is in sync"),
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
            [pending(0), build.seen(1, pod=build.pod(1, is_ready=False, unschedulable="no room"))],
            set(),
            [],
            id="a new pod without a place blocks nobody",
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


def test_a_template_that_cannot_be_built_yet_changes_nobody():
    """While an address is unknown the nodes that dial it stay as they are, and count as they are."""
    step = rollout.decide([pending(0), build.seen(1)], {1: "new"})

    assert (frozenset(), (), 2) == (step.held, step.restarts, step.updated)
