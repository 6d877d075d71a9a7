# SPDX-License-Identifier: Apache-2.0
"""From spec and facts to a plan."""

import msgspec
import pytest

from kubeloop.objects.metadata import Metadata
from monero_operator import facts
from monero_operator.api.v1alpha1.moneronetwork import Blocks
from monero_operator.plan import status
from monero_operator.plan.actions import Plan
from monero_operator.plan.network import decide
from tests.support import build, world


@pytest.fixture
def there():
    """Return a world in which three nodes run."""
    settled = world.World()
    settled.settle(build.network())
    return settled


def test_a_network_that_is_being_deleted_is_left_to_the_garbage_collector(there):
    """Nothing is made again, and no status is written."""
    metadata = Metadata(name="regtest", namespace="labs", uid="network-uid", deletion_timestamp="2026-01-02T03:04:05Z")

    plan = decide.decide(build.network(metadata=metadata), there.look(), there.images, there.now)

    assert Plan() == plan


@pytest.mark.parametrize(
    "wrong",
    [
        build.network(args=("stop_daemon",)),
        build.network(args=("--testnet",)),
        build.network(args=("--regtest",), blocks=Blocks()),
    ],
)
def test_a_wrong_spec_changes_conditions_and_no_child(there, wrong):
    """The nodes go on as they are, and the status still tells how and what they are."""
    plan = decide.decide(wrong, there.look(), there.images, there.now)

    verdicts = {condition.type: condition.status for condition in plan.status.conditions}
    assert (plan.apply, plan.delete, plan.restart, plan.blocks) == ((), (), (), None)
    assert tuple(verdicts[name] for name in ("ConfigValid", "Progressing", "Ready", "Synced")) == (
        "False",
        "False",
        "False",
        "True",
    )
    assert (plan.status.ready_replicas, plan.status.network) == (3, "regtest")
    assert [event.type for event in plan.events if event.type == "Warning"] == ["Warning"]


@pytest.mark.parametrize("replicas", [0, 2, 3, 5])
def test_a_wrong_spec_tells_of_the_nodes_that_exist(there, replicas):
    """How many are asked for is a wish, and nobody carries it out."""
    plan = decide.decide(build.network(args=("--testnet",), replicas=replicas), there.look(), there.images, there.now)

    shown, told = plan.status, {found.type: (found.status, found.reason) for found in plan.status.conditions}
    assert (shown.replicas, shown.ready_replicas, shown.updated_replicas, shown.synced_replicas) == (3, 3, 3, 3)
    assert [node.name for node in shown.nodes] == ["regtest-0-0", "regtest-1-0", "regtest-2-0"]
    assert (shown.network, shown.height) == ("regtest", 10)
    assert told == {
        "Ready": ("False", "ConfigInvalid"),
        "Available": ("True", "EndpointsReady"),
        "Progressing": ("False", "ConfigInvalid"),
        "Synced": ("True", "InSync"),
        "Peered": ("True", "HasPeers"),
        "Meshed": ("True", "FullMesh"),
        "ConfigValid": ("False", "NetworkChanged"),
    }


@pytest.mark.parametrize("is_new", [True, False])
def test_a_wrong_spec_of_a_network_without_nodes_says_that_there_are_none(there, is_new):
    """Neither one that was never made nor one that is stopped is taken for what was asked for."""
    there.settle(build.network(replicas=0))
    seen = build.gathered() if is_new else there.look()

    shown = decide.decide(build.network(args=("--data-dir=/x",)), seen, there.images, there.now).status

    assert (shown.replicas, shown.ready_replicas, shown.nodes) == (0, 0, ())
    assert [found.reason for found in shown.conditions[:6]] == [
        "ConfigInvalid",
        "NoEndpoints",
        "ConfigInvalid",
        "NoNodes",
        "NoNodes",
        "NoNodes",
    ]


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (build.network(args=(*build.REGTEST, "--data-dir=/x"), blocks=Blocks()), True),
        (build.network(args=(*build.REGTEST, "--data-dir=/x")), False),
        (build.network(args=("--regtest",), blocks=Blocks()), False),
        (build.network(args=("--testnet", "--fixed-difficulty=1"), blocks=Blocks()), False),
        (build.network(args=(*build.REGTEST, "--testnet"), blocks=Blocks()), False),
        (build.network(blocks=Blocks(interval="0s")), False),
    ],
)
def test_a_mistake_elsewhere_stops_no_blocks(there, wrong, expected):
    """Nothing is changed by a spec that cannot be carried out; blocks that it does not ask for are not made."""
    plan = decide.decide(wrong, there.look(), there.images, there.now)

    assert (plan.blocks, plan.keep_blocks) == (None, expected)


def test_a_right_spec_gives_its_order_anew(there):
    """Nothing is kept from before."""
    assert not decide.decide(build.network(), there.look(), there.images, there.now).keep_blocks


def test_a_child_that_cannot_be_read_is_not_taken_for_a_missing_one(there):
    """Nothing is changed until somebody has put it right, and the condition says which it is and how."""
    unreadable = facts.Unreadable("StatefulSet", "regtest-1", "Expected `int`, got `str`")
    seen = msgspec.structs.replace(there.look(), unreadable=(unreadable,))
    seen.statefulsets.pop(1)
    seen.pods.pop(1)

    plan = decide.decide(build.network(replicas=1), seen, there.images, there.now)

    invalid = plan.status.conditions[-1]
    assert (plan.apply, plan.delete, plan.restart) == ((), (), ())
    assert (invalid.status, invalid.reason) == ("False", "ChildUnreadable")
    assert "StatefulSet regtest-1" in invalid.message
    assert "got `str`" in invalid.message


@pytest.mark.parametrize(
    "answer", [facts.CouldNotLook("connection refused", build.NOW), facts.Looked(build.status(), build.STALE)]
)
def test_a_daemon_that_does_not_answer_changes_conditions_and_no_child(there, answer):
    """Silence is no reason to touch a node that runs."""
    seen = there.look()
    silent = msgspec.structs.replace(seen, daemons=dict.fromkeys(seen.daemons, answer))

    before = decide.decide(build.network(), seen, there.images, there.now)
    after = decide.decide(build.network(), silent, there.images, there.now)

    assert (before.apply, before.delete, before.restart) == (after.apply, after.delete, after.restart)
    verdicts = {condition.type: condition.status for condition in after.status.conditions}
    assert {"Unknown"} == {verdicts[name] for name in ("Synced", "Peered", "Meshed")}
    assert verdicts["Ready"] == "True"


def test_a_clash_is_told_and_stops_no_other_child(there):
    """Only the child whose name is taken is missing."""
    clash = facts.Clash("Service", "regtest-nodes", "MoneroNodeSet regtest")
    seen = msgspec.structs.replace(there.look(), obstacles=facts.Obstacles(clashes=(clash,)))

    plan = decide.decide(build.network(), seen, there.images, there.now)

    invalid = plan.status.conditions[-1]
    assert (invalid.type, invalid.status, invalid.reason) == ("ConfigValid", "False", "NameClash")
    assert len(plan.apply) == 3 + 2 + 1 + 3


def test_it_looks_again_sooner_while_something_moves(there):
    """A network at rest is only watched for answers that become too old."""
    at_rest = decide.decide(build.network(), there.look(), there.images, there.now)
    moving = decide.decide(build.network(replicas=4), there.look(), there.images, there.now)

    assert at_rest.look_again_after_seconds == status.SETTLED_SECONDS
    assert moving.look_again_after_seconds == status.LOOK_AGAIN_SECONDS
