# SPDX-License-Identifier: Apache-2.0
"""Changes that nobody asked for take turns."""

import msgspec
import pytest

from monero_operator import naming
from monero_operator.desired import statefulset
from monero_operator.plan import upgrade
from tests.support import build

BUILT = statefulset.build(build.desired(made_for="7"))
WANTED = {0: BUILT, 1: BUILT}


def made(ordinal, **fields):
    """Return a node that the wanted StatefulSet was made for."""
    found = build.statefulset(ordinal, **{"template": BUILT.fingerprint, "made_for": "7"} | fields)
    return build.seen(ordinal, statefulset=found)


def older(ordinal, **fields):
    """Return a node whose StatefulSet says what an older operator made of the same spec."""
    return made(ordinal, **{"template": "old"} | fields)


def marks(step):
    """Return which StatefulSets say that they are being upgraded."""
    return [naming.ANNOTATION_UPGRADING in built.metadata.annotations for _, built in sorted(step.wanted.items())]


@pytest.mark.parametrize(
    ("nodes", "waiting"),
    [
        pytest.param([made(0), made(1)], set(), id="nothing changes"),
        pytest.param([older(0), older(1)], {0, 1}, id="a newer operator makes another template"),
        pytest.param([older(0), made(1)], {0}, id="of one only"),
        pytest.param([older(0, made_for="6"), older(1, made_for="6")], set(), id="the spec has changed as well"),
        pytest.param([older(0, made_for=""), made(1)], {0}, id="an operator made it that did not say for what"),
        pytest.param(
            [build.seen(0, statefulset=None, pod=None), made(1)], set(), id="one that is made for the first time"
        ),
        pytest.param([older(0), made(1, is_upgrading=True)], set(), id="who has begun goes on"),
    ],
)
def test_without_a_turn_our_own_changes_wait(nodes, waiting):
    """What the owner asked for does not."""
    step = upgrade.decide(WANTED, nodes, may_upgrade=False)

    assert waiting == step.waiting


def test_a_turn_is_written_on_what_changes():
    """So that the next operator knows of it."""
    step = upgrade.decide(WANTED, [older(0), made(1)], may_upgrade=True)

    assert (marks(step), step.waiting, step.is_under_way) == ([True, False], frozenset(), True)


@pytest.mark.parametrize(
    ("changed", "is_under_way"),
    [
        pytest.param({}, False, id="it serves"),
        pytest.param({"pod": build.pod(1, is_ready=False)}, False, id="it answers"),
        pytest.param({"pod": build.pod(1, is_ready=False), "status": None}, True, id="nothing is heard of it"),
        pytest.param({"pod": build.pod(1, revision="old")}, True, id="it is as it was"),
        pytest.param({"pod": None}, True, id="it is not there"),
        pytest.param(
            {"pod": build.pod(1, is_ready=False, unschedulable="no room"), "status": None},
            False,
            id="it has no machine",
        ),
    ],
)
def test_a_turn_ends_when_every_changed_node_has_come_up(changed, is_under_way):
    """The mark goes with it; being in sync is not waited for, which may take days."""
    node = msgspec.structs.replace(made(1, is_upgrading=True), **changed)

    step = upgrade.decide(WANTED, [made(0, is_upgrading=True), node], may_upgrade=True)

    assert is_under_way == step.is_under_way
    assert [is_under_way] * 2 == marks(step)


def test_a_change_of_the_spec_takes_the_place_of_our_own():
    """Its owner's changes need no turn, so it is given back."""
    changed = msgspec.structs.replace(older(0, made_for="6", is_upgrading=True), pod=build.pod(0, revision="old"))

    step = upgrade.decide(WANTED, [changed, made(1)], may_upgrade=True)

    assert (marks(step), step.is_under_way) == ([False, False], False)
