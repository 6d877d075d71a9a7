# SPDX-License-Identifier: Apache-2.0
"""What single nodes of a network have of their own."""

import pytest

from monero_operator.api.v1alpha1.moneronetwork import Override
from monero_operator.plan.network import decide
from tests.support import build, world

OLD_IMAGE = "registry.example/monerod:old"


def containers(there):
    """Return monerod's container of each node."""
    built = {name: child for (kind, name), child in there.children.items() if kind == "StatefulSet"}
    return [built[name].spec.template.spec.containers[0] for name in sorted(built)]


def config_valid(*overrides, replicas=3):
    """Return the condition ConfigValid of a network with these overrides, and its plan."""
    plan = decide.decide(
        build.network(replicas=replicas, overrides=overrides), build.gathered(), build.IMAGES, build.NOW
    )
    (found,) = [each for each in plan.status.conditions if each.type == "ConfigValid"]
    return found, plan


def test_one_node_runs_another_image_with_other_arguments():
    """Arguments are merged flag by flag; the other nodes are as the template says."""
    there = world.World()
    args = (*build.REGTEST, "--log-level=1", "--limit-rate=10")
    override = Override(ordinal=1, image=OLD_IMAGE, args=("--log-level=2", "--max-concurrency", "1"))

    there.settle(build.network(args=args, overrides=(override,)))

    images = [container.image for container in containers(there)]
    assert [build.IMAGES.monerod, OLD_IMAGE, build.IMAGES.monerod] == images
    levels = [[word for word in each.args if word.startswith("--log-level")] for each in containers(there)]
    assert levels == [["--log-level=1"], ["--log-level=2"], ["--log-level=1"]]
    assert {"--limit-rate=10", "--max-concurrency=1", "--regtest"} <= set(containers(there)[1].args)
    assert "--max-concurrency=1" not in containers(there)[0].args


def test_a_change_of_an_override_restarts_its_node_only():
    """The templates of the others do not change."""
    there = world.World()
    there.settle(build.network())

    there.settle(build.network(overrides=(Override(ordinal=1, image=OLD_IMAGE),)))

    assert there.restarted == ["regtest-1-0"]


def test_a_named_image_is_not_remembered_as_the_operators():
    """Without the override the node gets what the others have."""
    there = world.World()
    there.settle(build.network(overrides=(Override(ordinal=0, image=OLD_IMAGE),)))

    there.settle(build.network())

    assert {build.IMAGES.monerod} == {container.image for container in containers(there)}


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (("--data-dir=/tmp",), "ArgumentRefused"),
        (("--seed-node=a",), "ArgumentOpensNetwork"),
        (("oops",), "ArgumentMalformed"),
        (("--log-level=1", "--log-level=2"), "ArgumentRepeated"),
        (("--testnet",), "OverrideContradicts"),
        (("--fixed-difficulty=2",), "OverrideContradicts"),
    ],
)
def test_a_wrong_override_is_told_by_its_ordinal_and_changes_nothing(args, reason):
    """It is checked like the template's arguments, and may not make another chain."""
    found, plan = config_valid(Override(ordinal=2, args=args))

    assert (found.status, found.reason) == ("False", reason)
    assert "node 2" in found.message
    assert plan.apply == ()


@pytest.mark.parametrize("args", [build.REGTEST, ("--log-level=3",), ()])
def test_an_override_may_repeat_what_the_network_is(args):
    """That is no contradiction."""
    found, _ = config_valid(Override(ordinal=0, args=args))

    assert found.status == "True"


@pytest.mark.parametrize(("replicas", "status"), [(3, "False"), (6, "True"), (0, "True")])
def test_an_override_without_a_node_is_told_and_stands_in_nobodys_way(replicas, status):
    """A network that shrinks must go on; one that is stopped has no nodes at all."""
    found, plan = config_valid(Override(ordinal=5), replicas=replicas)

    assert found.status == status
    assert plan.apply != ()
    assert ("node 5" in found.message) == (status == "False")
