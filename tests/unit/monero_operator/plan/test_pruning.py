# SPDX-License-Identifier: Apache-2.0
"""What goes when a network shrinks."""

import pytest

from monero_operator.api.v1alpha1.common import RetentionPolicy, Volume
from tests.support import build, world

KEEP_SCALED = Volume(RetentionPolicy(when_deleted="Delete", when_scaled="Retain"))


def test_a_node_that_is_scaled_away_leaves_with_its_address():
    """First the StatefulSet, and when it is gone its Service."""
    there = world.World()
    there.settle(build.network(replicas=3))

    first, _ = there.step(build.network(replicas=2))
    second, _ = there.step(build.network(replicas=2))

    assert [(deletion.kind, deletion.name) for deletion in first.delete] == [("StatefulSet", "regtest-2")]
    assert [(deletion.kind, deletion.name) for deletion in second.delete] == [("Service", "regtest-2-p2p")]


def test_a_volume_that_is_to_stay_is_told_so_before_its_node_goes():
    """Deleting a StatefulSet goes by whenDeleted, so that becomes the user's whenScaled first."""
    there = world.World()
    network = build.network(replicas=3, volume=KEEP_SCALED)
    there.settle(network)

    first, _ = there.step(build.network(replicas=2, volume=KEEP_SCALED))
    assert first.delete == ()
    assert there.statefulsets[2].when_deleted == "Retain"

    second, _ = there.step(build.network(replicas=2, volume=KEEP_SCALED))
    assert [deletion.name for deletion in second.delete] == ["regtest-2"]
    assert there.statefulsets[1].when_deleted == "Delete"


def test_a_policy_that_no_controller_has_seen_is_not_relied_on():
    """The volume's owner changes only then."""
    there = world.World()
    there.settle(build.network(replicas=2))
    there.statefulsets[1] = build.statefulset(1, update_revision="")

    plan, _ = there.step(build.network(replicas=1))

    assert plan.delete == ()


@pytest.mark.parametrize("kind", ["StatefulSet", "Service"])
def test_what_is_going_is_not_deleted_again(kind):
    """A deletion takes its time, and the Service waits for its node."""
    there = world.World()
    there.settle(build.network(replicas=2))
    if kind == "StatefulSet":
        there.statefulsets[1] = build.statefulset(1, is_terminating=True)
    else:
        there.statefulsets.pop(1)
        there.services["regtest-1-p2p"] = build.service(1, is_terminating=True)

    plan, _ = there.step(build.network(replicas=1))

    assert plan.delete == ()


def test_a_network_at_zero_keeps_its_stopped_nodes_and_volumes():
    """Deleting the network later still deletes the volumes, as nobody else would."""
    there = world.World()
    there.settle(build.network(replicas=3))

    there.settle(build.network(replicas=0))

    policies = {
        child.spec.persistent_volume_claim_retention_policy
        for (kind, _), child in there.children.items()
        if kind == "StatefulSet"
    }
    assert {("Delete", "Retain")} == {(policy.when_deleted, policy.when_scaled) for policy in policies}
    assert {0} == {found.replicas for found in there.statefulsets.values()}
    assert there.pods == {}
