# SPDX-License-Identifier: Apache-2.0
"""Node sets that leave the clearnet, by plans that are carried out: when and how, and that none comes back unasked."""

import msgspec
import pytest

from monero_operator import naming
from monero_operator.api.v1alpha1.anonymity import I2p, Tor
from monero_operator.api.v1alpha1.common import PodSettings
from monero_operator.api.v1alpha1.moneronodeset import P2p
from monero_operator.api.v1alpha1.nodes import Update
from monero_operator.desired import configmap
from tests.support import build, hidden, node_world

NEVER = Tor(enabled=True, clearnet="never")
LATER = Tor(enabled=True, clearnet="untilSynced")
PAST_TOR = {"--p2p-bind-ip=0.0.0.0", "--siblings=regtest-nodes:9000"}
BY_TOR = {
    "--proxy=127.0.0.1:9052",
    "--p2p-bind-ip=127.0.0.1",
    "--hide-my-port",
    "--no-igd",
    "--check-updates=disabled",
    "--disable-dns-checkpoints",
}


def mainnet(tor, replicas=2, **fields):
    """Return a node set of mainnet."""
    return build.node_set(args=(), replicas=replicas, tor=tor, **fields)


def settled(tor, **fields):
    """Return a world in which a node set of mainnet is as it was asked for."""
    there = node_world.World()
    there.keys = hidden.keys()
    there.settle(mainnet(tor, **fields))
    return there


def words(there):
    """Return all arguments of all containers of the nodes."""
    pod = there.statefulset.spec.template.spec
    return {word for container in (*pod.init_containers, *pod.containers) for word in container.args}


def is_locked(there):
    """Say whether the nodes talk to nobody but Tor, in every respect."""
    said = words(there)
    assert bool(said >= BY_TOR) != bool(said & PAST_TOR), "half of it would be worse than none"
    return said >= BY_TOR


def starting(there):
    """Let the world's nodes be behind."""
    there.health = dict.fromkeys(range(4), build.status(synced=False, ready=False, height=5))
    return there


def test_never_is_so_from_the_start():
    """No pod runs that could say anything to anybody but Tor."""
    assert is_locked(settled(NEVER))
    assert not is_locked(settled(Tor(enabled=True)))


@pytest.mark.parametrize("tor", [NEVER, LATER])
@pytest.mark.parametrize("partition", [0, 2])
def test_it_is_told_when_no_pod_is_left_that_talks_to_others(tor, partition):
    """Not when it is wished, nor when only those do that a rollout leaves out."""
    there = settled(Tor(enabled=True))
    wanted = mainnet(tor, update=Update(partition=partition))
    old = {pod.uid for pod in there.pods.values()}

    for _ in range(8):
        has_old = bool(old & {pod.uid for pod in there.pods.values()})
        plan, _ = there.step(wanted)
        assert not (plan.status.tor.locked and has_old)

    assert there.settle(wanted).status.tor.locked is (partition == 0)


def test_nodes_that_a_partition_keeps_on_the_clearnet_are_named():
    """With a warning; and no more once they are locked, whatever else is kept back later."""
    there = settled(Tor(enabled=True))
    partitioned = mainnet(LATER, update=Update(partition=1))
    warned = []
    for _ in range(8):
        plan, _ = there.step(partitioned)
        warned += [event.message for event in plan.events if event.reason == "PartitionedUnlocked"]

    (message,) = {each.message for each in plan.status.conditions if each.reason == "PartitionedUnlocked"}
    assert "1 of 2" in message
    assert "regtest-0" in message
    assert message in warned
    there.settle(mainnet(LATER))
    changed = there.settle(mainnet(LATER, update=Update(partition=2), pod=PodSettings(labels={"a": "b"})))
    assert "Partitioned" in {each.reason for each in changed.status.conditions}
    assert changed.status.tor.locked


def test_the_clearnet_is_left_when_all_nodes_have_the_chain():
    """One that is behind keeps the others from it; then they go one after the other."""
    there = starting(node_world.World())
    there.keys = hidden.keys()
    there.settle(mainnet(LATER))
    there.health.pop(0)
    there.settle(mainnet(LATER))
    assert not is_locked(there)

    there.health.clear()
    there.settle(mainnet(LATER))

    assert is_locked(there)
    assert there.restarted == ["regtest-1", "regtest-0"]


def test_a_set_without_nodes_has_no_chain():
    """All of none would be all."""
    there = starting(settled(LATER, replicas=0))

    there.settle(mainnet(LATER, replicas=1))

    assert not is_locked(there)


def forget_secret(there):
    """Leave nothing but what else remembers."""
    there.keys = hidden.keys()


def forget_config_map(there):
    """Let somebody delete the ConfigMap."""
    there.config_maps.pop("regtest-tor")


def forget_statefulset(there):
    """Let somebody delete the StatefulSet, and its pods with it."""
    there.statefulset = None
    there.pods.clear()


@pytest.mark.parametrize(
    "lost",
    [
        (forget_config_map, forget_statefulset),
        (forget_secret, forget_statefulset),
        (forget_secret, forget_config_map),
    ],
)
def test_one_thing_that_remembers_is_enough(lost):
    """Also when the nodes have lost the chain meanwhile."""
    there = settled(LATER)
    there.keys["tor"] = msgspec.structs.replace(there.keys["tor"], served=hidden.ring("tor", is_locked=True))
    starting(there)
    for forget in lost:
        forget(there)

    while there.step(mainnet(LATER))[1]:
        assert there.statefulset is None or is_locked(there)

    assert is_locked(there)


def test_nothing_is_made_while_nobody_can_tell_whether_it_may_talk():
    """The Secret that cannot be read might be the only one that remembers."""
    there = node_world.World()

    there.settle(mainnet(Tor(enabled=True, clearnet="untilSynced", p2p="never")))

    assert there.statefulset is None


def test_only_the_users_word_opens_it_again():
    """And then the nodes have the arguments that they would have had without."""
    there = settled(NEVER)
    starting(there)
    there.settle(mainnet(LATER))
    assert is_locked(there)

    there.settle(mainnet(Tor(enabled=True)))

    assert settled(Tor(enabled=True)).statefulset == there.statefulset
    assert naming.ANNOTATION_LOCKED not in there.config_maps["regtest-tor"].metadata.annotations


def test_the_lock_is_a_change_of_the_owner_and_waits_for_no_turn():
    """Those of a newer operator do, a few at a time."""
    there = starting(node_world.World())
    there.keys = hidden.keys()
    there.settle(mainnet(LATER))
    before = there.statefulset.metadata.annotations[naming.ANNOTATION_MADE_FOR]

    there.health.clear()
    there.settle(mainnet(LATER))

    assert before != there.statefulset.metadata.annotations[naming.ANNOTATION_MADE_FOR]


def test_siblings_meet_at_their_onions_only():
    """Addresses of the cluster are past Tor, and none is made."""
    there = settled(NEVER, p2p=P2p(siblings=True))

    told = configmap.contents(there.config)[1].splitlines()
    assert told[0] == f"add-priority-node={hidden.onion('p2p-0')}:18084"
    assert "10.96" not in "".join(told)
    assert there.services.keys() == {"regtest", "regtest-nodes"}


@pytest.mark.parametrize(
    ("tor", "expected"),
    [
        (Tor(enabled=True, clearnet="never", enforced=True), ["fence", "tor", "i2p", "exporter"]),
        (NEVER, ["tor", "i2p", "exporter"]),
    ],
)
def test_packet_rules_come_before_everything_that_could_send_a_packet(tor, expected):
    """Where they are asked for: they need a privilege."""
    there = settled(tor, i2p=I2p(enabled=True))

    assert expected == [each.name for each in there.statefulset.spec.template.spec.init_containers]


def test_packet_rules_wait_for_the_lock():
    """Before it the chain comes past Tor."""
    there = starting(node_world.World())
    there.keys = hidden.keys()
    wanted = mainnet(Tor(enabled=True, clearnet="untilSynced", enforced=True))
    there.settle(wanted)
    assert "fence" not in [each.name for each in there.statefulset.spec.template.spec.init_containers]

    there.health.clear()
    there.settle(wanted)

    assert there.statefulset.spec.template.spec.init_containers[0].name == "fence"


@pytest.mark.parametrize(("is_enforced", "expected"), [(True, "StartingFenced"), (False, "Starting")])
def test_who_sets_packet_rules_is_told_that_its_namespace_may_forbid_them(is_enforced, expected):
    """The refusal reaches the StatefulSet's events only."""
    there = settled(Tor(enabled=True, clearnet="never", enforced=is_enforced))
    there.pods.clear()

    plan, _ = there.step(mainnet(Tor(enabled=True, clearnet="never", enforced=is_enforced)))

    assert expected in {condition.reason for condition in plan.status.conditions}
