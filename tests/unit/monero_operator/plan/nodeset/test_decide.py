# SPDX-License-Identifier: Apache-2.0
"""From the spec and facts of a node set to a plan."""

import msgspec
import pytest

from monero_operator import facts
from monero_operator.api.v1alpha1.moneronodeset import P2p, RetentionPolicy, Volume
from monero_operator.api.v1alpha1.nodes import Monerod
from monero_operator.desired import shapes
from monero_operator.plan.actions import Plan
from monero_operator.plan.nodeset import decide
from tests.support import build

SET = facts.StatefulSet(name="regtest", uid="set", replicas=3, update_revision="new", network="regtest")


def plan_of(node_set, *, pods=(), statefulset=None, images=build.IMAGES):
    """Return the plan for a node set whose pods answer that they are in sync."""
    seen = facts.NodeSetFacts(
        name="regtest",
        services={service.name: service for service in (build.service(ordinal) for ordinal in range(3))},
        statefulset=statefulset,
        pods=dict(enumerate(pods)),
        daemons={pod.name: facts.Looked(build.status(), build.NOW) for pod in pods},
    )
    return decide.decide(node_set, seen, images, build.NOW)


def node_pod(ordinal, **fields):
    """Return a pod of the node set that serves and was made from revision "new"."""
    return build.pod(ordinal, name=f"regtest-{ordinal}", **fields)


def built(plan):
    """Return the StatefulSet of a plan."""
    (found,) = [child for child in plan.apply if isinstance(child, shapes.StatefulSet)]
    return found


def made():
    """Return the StatefulSet as it is once the plan for a set of three is carried out."""
    return msgspec.structs.replace(SET, template=built(plan_of(build.node_set(replicas=3))).fingerprint)


def condition(plan, kind):
    """Return status and reason of a condition."""
    (found,) = [each for each in plan.status.conditions if each.type == kind]
    return found.status, found.reason


def test_one_that_is_being_deleted_is_left_to_the_garbage_collector():
    """Nothing is made again, and no status is written."""
    metadata = msgspec.structs.replace(build.METADATA, deletion_timestamp="2026-01-02T03:04:05Z")

    assert Plan() == plan_of(build.node_set(metadata=metadata))


def test_a_set_that_serves_is_ready_and_nothing_is_restarted():
    """All conditions are True, and every node is told of."""
    plan = plan_of(build.node_set(replicas=3), statefulset=made(), pods=[node_pod(i) for i in range(3)])

    assert {each.status for each in plan.status.conditions} == {"True"}
    assert plan.restart == ()
    assert [node.name for node in plan.status.nodes] == ["regtest-0", "regtest-1", "regtest-2"]


@pytest.mark.parametrize(("statefulset", "expected"), [(None, "before:1"), (SET, build.IMAGES.monerod)])
def test_nodes_keep_their_image_while_their_statefulset_is_made_again(statefulset, expected):
    """A newer operator gives another one by default; a StatefulSet that is there says itself what was given."""
    pods = [node_pod(i, image="before:1") for i in range(3)]

    plan = plan_of(build.node_set(replicas=3), statefulset=statefulset, pods=pods)

    assert built(plan).spec.template.spec.containers[0].image == expected


def test_serving_nodes_of_an_old_template_are_restarted_one_at_a_time():
    """The highest ordinal first, as a StatefulSet does it."""
    pods = [node_pod(i, revision="old") for i in range(3)]

    plan = plan_of(build.node_set(replicas=3), statefulset=made(), pods=pods)

    assert [restart.pod for restart in plan.restart] == ["regtest-2"]


@pytest.mark.parametrize(
    ("replicas", "expected"), [(0, ("Delete", "Retain")), (2, ("Delete", "Delete"))], ids=["stopped", "running"]
)
def test_volumes_are_kept_while_nothing_runs(replicas, expected):
    """`replicas: 0` is no scaling away."""
    volume = Volume(retention_policy=RetentionPolicy(when_deleted="Delete", when_scaled="Delete"))

    policy = built(
        plan_of(build.node_set(replicas=replicas, volume=volume))
    ).spec.persistent_volume_claim_retention_policy

    assert expected == (policy.when_deleted, policy.when_scaled)


def test_the_named_network_reaches_monerod():
    """Also where the arguments do not say it."""
    arguments = built(plan_of(build.node_set(args=(), network="stagenet"))).spec.template.spec.containers[0].args

    assert "--stagenet" in arguments
    assert "--p2p-bind-port=38080" in arguments


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"args": ("--testnet",), "network": "stagenet"}, "NetworksContradict", id="two networks"),
        pytest.param({"args": ("--regtest", "--seed-node=a")}, "ArgumentOpensNetwork", id="regtest on mainnet peers"),
        pytest.param({"args": ("--stagenet",)}, "NetworkChanged", id="another chain than the volumes hold"),
        pytest.param({"args": ("--data-dir=/x",)}, "ArgumentRefused", id="an argument that is ours"),
        pytest.param(
            {"args": (*build.REGTEST, "--offline"), "p2p": P2p(expose="NodePort")},
            "ValuesContradict",
            id="exposed and cut off",
        ),
    ],
)
def test_a_wrong_spec_changes_conditions_and_no_child(fields, expected):
    """The nodes go on as they are."""
    plan = plan_of(build.node_set(**fields), statefulset=SET, pods=[node_pod(0)])

    assert (plan.apply, plan.restart) == ((), ())
    assert condition(plan, "ConfigValid") == ("False", expected)
    assert plan.status.ready_replicas == 1


def test_an_open_set_may_choose_its_peers():
    """What would open a closed network is a full node's own business."""
    arguments = ("--add-priority-node=192.0.2.1:18080", "--enforce-dns-checkpointing", "--public")

    plan = plan_of(build.node_set(args=arguments))

    command = built(plan).spec.template.spec.containers[0].args
    assert condition(plan, "ConfigValid") == ("True", "Valid")
    assert {"--add-priority-node=192.0.2.1:18080", "--enforce-dns-checkpointing", "--public-node"} <= set(command)
    assert not {"--disable-dns-checkpoints", "--offline"} & set(command)


def test_zmq_is_on_the_services_of_who_asks_for_it():
    """Behind the Service for clients, and at the nodes' names."""
    plan = plan_of(build.node_set(monerod=Monerod(args=build.REGTEST, zmq=True)))

    services = [child for child in plan.apply if isinstance(child, shapes.Service)]
    with_zmq = {found.metadata.name for found in services for port in found.spec.ports if port.name == "zmq-pub"}
    assert with_zmq == {"regtest", "regtest-nodes"}
