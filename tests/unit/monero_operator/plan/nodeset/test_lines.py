# SPDX-License-Identifier: Apache-2.0
"""What each node of a set is told alone, and who has to be restarted to learn it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monero_operator.api.v1alpha1.moneronodeset import P2p
from monero_operator.desired import configmap, shapes
from monero_operator.plan.nodeset import decide
from tests.support import build, node_world

CLOSED = build.REGTEST
FRIEND = "--add-exclusive-node=192.0.2.1:18080"


def files(there):
    """Return the lines of each ordinal."""
    return {ordinal: text.splitlines() for ordinal, text in configmap.contents(there.config).items()}


def settled(**fields):
    """Return a world in which a node set is as it was asked for."""
    there = node_world.World()
    there.settle(build.node_set(**fields))
    return there


def test_each_node_of_a_closed_set_dials_the_lower_ones_and_the_first_itself():
    """So growing changes no line, and none of them looks for strangers."""
    assert files(settled(replicas=3)) == {
        0: ["add-exclusive-node=10.96.0.1:18080"],
        1: ["add-exclusive-node=10.96.0.1:18080"],
        2: ["add-exclusive-node=10.96.0.1:18080", "add-exclusive-node=10.96.0.2:18080"],
    }


def test_the_users_entries_of_the_flag_stand_beside_ours():
    """One on the command line would hide all that the file says."""
    there = settled(replicas=2, args=(*CLOSED, FRIEND))

    command = there.statefulset.spec.template.spec.containers[0].args
    assert files(there) == {
        0: ["add-exclusive-node=192.0.2.1:18080"],
        1: ["add-exclusive-node=10.96.0.1:18080", "add-exclusive-node=192.0.2.1:18080"],
    }
    assert not [word for word in command if word.startswith("--add-exclusive-node")]
    assert "--config-file=/config/monerod.conf" in command


def test_siblings_of_an_open_set_are_dialed_beside_the_world():
    """With priority, as an exclusive node would be the only one; the first has nobody below."""
    there = settled(replicas=2, args=("--stagenet",), p2p=P2p(siblings=True))

    assert files(there) == {0: [], 1: ["add-priority-node=10.96.0.1:38080"]}


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"replicas": 1}, id="one closed node works offline"),
        pytest.param({"replicas": 3, "args": (*CLOSED, "--offline")}, id="cut off on request"),
        pytest.param({"replicas": 3, "args": ("--stagenet",)}, id="open, without siblings"),
    ],
)
def test_where_there_is_nothing_to_tell_there_is_neither_a_file_nor_an_address(fields):
    """Services of single nodes are the most expensive children."""
    there = settled(**fields)

    assert there.config is None
    assert there.services.keys() == {"regtest", "regtest-nodes"}


def test_no_node_is_made_before_the_addresses_that_it_dials_are_known():
    """The first plan makes Services, and what needs none of their addresses; each child is written once."""
    there = node_world.World()

    _, first = there.step(build.node_set(replicas=3))
    _, second = there.step(build.node_set(replicas=3))
    _, third = there.step(build.node_set(replicas=3))

    assert (first, second, third) == (3 + 2, 2, 0)


def test_an_address_that_cannot_be_had_keeps_nobody_from_running():
    """A quota, say: the others stay as they are, and nobody is scaled away."""
    there = settled(replicas=3)
    there.services.pop("regtest-1-p2p")
    there.config_maps.clear()
    seen = there.look()

    plan = decide.decide(build.node_set(replicas=4), seen, build.IMAGES, build.NOW)

    assert [child for child in plan.apply if isinstance(child, shapes.StatefulSet)] == []


@pytest.mark.parametrize(("before", "after"), [(2, 6), (6, 2), (3, 0), (20, 19)])
def test_scaling_restarts_nobody(before, after):
    """Neither those who stay nor, later, those who come back."""
    there = settled(replicas=before)
    there.settle(build.node_set(replicas=after))

    there.settle(build.node_set(replicas=before))

    assert there.restarted == []


def test_a_lone_node_that_grows_is_restarted_before_its_siblings_are_made():
    """It works offline, where nobody could reach it."""
    there = settled(replicas=1)
    wanted = build.node_set(replicas=3)
    while not there.restarted:
        there.step(wanted)
        assert len(there.pods) == 1

    there.settle(wanted)

    assert there.restarted == ["regtest-0"]
    assert there.pods.keys() == {0, 1, 2}


def test_a_set_that_shrinks_to_one_gives_up_its_addresses_when_nobody_knows_them_any_more():
    """The last one works offline; what it was told before goes after it was restarted."""
    there = settled(replicas=3)

    there.settle(build.node_set(replicas=1))

    assert there.restarted == ["regtest-0"]
    assert there.config is None
    assert there.services.keys() == {"regtest", "regtest-nodes"}


def test_addresses_beyond_the_replicas_go_when_their_pods_are_gone():
    """And the lines with them."""
    there = settled(replicas=4)
    there.settle(build.node_set(replicas=2))

    assert there.services.keys() == {"regtest", "regtest-nodes", "regtest-0-p2p", "regtest-1-p2p"}
    assert files(there).keys() == {0, 1}


@pytest.mark.parametrize("lost", [0, 1])
def test_a_lost_service_gets_the_address_that_the_others_dial(lost):
    """So nobody has to be restarted."""
    there = settled(replicas=3)
    before = there.services.pop(f"regtest-{lost}-p2p").spec.cluster_ip

    there.settle(build.node_set(replicas=3))

    assert there.services[f"regtest-{lost}-p2p"].spec.cluster_ip == before
    assert there.restarted == []


def test_who_dials_an_address_that_is_lost_is_restarted_to_learn_the_new_one():
    """One after the other; who does not dial it is left alone."""
    there = settled(replicas=4)
    there.taken.add(there.services.pop("regtest-1-p2p").spec.cluster_ip)

    there.settle(build.node_set(replicas=4))

    assert there.restarted == ["regtest-3", "regtest-2"]
    assert {ordinal: text.splitlines() for ordinal, text in there.started_with.items()} == files(there)


def test_a_change_of_the_users_entries_is_told_at_once_and_learned_by_restarts():
    """The template is the same, so only the ConfigMap can tell who does not know."""
    there = settled(replicas=2, args=(*CLOSED, FRIEND))

    plan, _ = there.step(build.node_set(replicas=2, args=CLOSED))
    there.settle(build.node_set(replicas=2, args=CLOSED))

    assert plan.status.updated_replicas == 0
    assert there.restarted == ["regtest-1", "regtest-0"]
    assert {ordinal: text.splitlines() for ordinal, text in there.started_with.items()} == files(there)


def test_who_edits_the_lines_by_hand_is_put_right_and_restarts_nobody():
    """What was written last is known beside what is there."""
    there = settled(replicas=2)
    there.config.data["1.conf"] = "add-exclusive-node=192.0.2.9:18080\n"

    there.settle(build.node_set(replicas=2))

    assert files(there)[1] == ["add-exclusive-node=10.96.0.1:18080"]
    assert there.restarted == []


def test_who_deletes_the_configmap_gets_it_back_and_restarts_nobody():
    """The Services still have the addresses."""
    there = settled(replicas=3)
    before = files(there)
    there.config_maps.clear()

    there.settle(build.node_set(replicas=3))

    assert files(there) == before
    assert there.restarted == []


def test_an_address_that_is_lost_together_with_the_configmap_is_told_anew_by_restarts():
    """Nobody remembers it, and its dialers would ask for it in vain for ever."""
    there = settled(replicas=3)
    there.taken.add(there.services.pop("regtest-0-p2p").spec.cluster_ip)
    there.config_maps.clear()

    there.settle(build.node_set(replicas=3))

    assert there.restarted == ["regtest-2", "regtest-1", "regtest-0"]
    assert {ordinal: text.splitlines() for ordinal, text in there.started_with.items()} == files(there)


@settings(max_examples=25)
@given(st.lists(st.integers(min_value=0, max_value=5), min_size=1, max_size=4))
def test_any_series_of_sizes_converges_and_every_node_knows_its_lines(sizes):
    """After any scaling the last plan writes nothing, and as many nodes run as were asked for."""
    there = node_world.World()

    for size in sizes:
        there.settle(build.node_set(replicas=size))

    assert len(there.pods) == sizes[-1]
    if sizes[-1] > 1:
        told = {ordinal: text.splitlines() for ordinal, text in there.started_with.items() if ordinal < sizes[-1]}
        assert told == files(there)


@settings(max_examples=25)
@given(
    st.integers(min_value=0, max_value=4), st.integers(min_value=0, max_value=4), st.integers(min_value=0, max_value=4)
)
def test_deciding_twice_gives_the_same_plan(first, second, steps):
    """The same facts and the same clock give an equal plan, in the middle of any change."""
    there = settled(replicas=first)
    wanted = build.node_set(replicas=second)
    for _ in range(steps):
        there.step(wanted)

    once, twice = (decide.decide(wanted, there.look(), build.IMAGES, build.NOW) for _ in range(2))

    assert once == twice


EXPOSED = P2p(expose="NodePort")


def test_an_exposed_node_tells_its_peers_the_port_that_leads_to_it():
    """The one that was given to its own Service; a closed one still dials its siblings only."""
    there = settled(replicas=2, p2p=EXPOSED)

    ports = {i: there.services[f"regtest-{i}-p2p"].spec.ports[0].node_port for i in range(2)}
    assert files(there) == {
        0: ["add-exclusive-node=10.96.0.1:18080", f"p2p-external-port={ports[0]}"],
        1: ["add-exclusive-node=10.96.0.1:18080", f"p2p-external-port={ports[1]}"],
    }


@pytest.mark.parametrize("expose", ["NodePort", "HostPort", "LoadBalancer"])
def test_a_lone_closed_node_that_is_exposed_is_not_offline(expose):
    """Nobody could reach it; it dials itself, so it looks for no strangers."""
    there = settled(replicas=1, p2p=P2p(expose=expose))

    assert "--offline" not in there.statefulset.spec.template.spec.containers[0].args
    assert files(there)[0][0] == "add-exclusive-node=10.96.0.1:18080"


def test_a_lost_service_gets_the_port_that_peers_know():
    """So nobody has to be restarted, and the world still finds the node."""
    there = settled(replicas=2, args=("--stagenet",), p2p=EXPOSED)
    before = there.services.pop("regtest-0-p2p").spec.ports

    there.settle(build.node_set(replicas=2, args=("--stagenet",), p2p=EXPOSED))

    assert there.services["regtest-0-p2p"].spec.ports == before
    assert there.restarted == []


def test_a_port_that_is_lost_is_told_anew_after_a_restart():
    """Of that node only."""
    there = settled(replicas=2, args=("--stagenet",), p2p=EXPOSED)
    there.taken.add(str(there.services.pop("regtest-0-p2p").spec.ports[0].node_port))

    there.settle(build.node_set(replicas=2, args=("--stagenet",), p2p=EXPOSED))

    assert there.restarted == ["regtest-0"]
    assert {ordinal: text.splitlines() for ordinal, text in there.started_with.items()} == files(there)


def test_exposure_comes_and_goes_without_a_pod_that_looks_for_lines_that_are_not_there():
    """The template that names the file is given when the file is there, and the file goes when no pod names it."""
    there = settled(replicas=2, args=("--stagenet",))
    there.settle(build.node_set(replicas=2, args=("--stagenet",), p2p=EXPOSED))
    there.settle(build.node_set(replicas=2, args=("--stagenet",)))

    assert there.config is None
    assert there.services.keys() == {"regtest", "regtest-nodes"}
    assert sorted(there.restarted) == ["regtest-0", "regtest-0", "regtest-1", "regtest-1"]


def test_lines_and_addresses_stay_until_no_pod_is_left_that_was_told_of_them():
    """A container that starts again needs its file, and its siblings its address."""
    there = settled(replicas=2, args=("--stagenet",), p2p=P2p(siblings=True))
    wanted = build.node_set(replicas=2, args=("--stagenet",))
    while len(there.restarted) < 2:
        assert there.config is not None
        assert "regtest-1-p2p" in there.services
        there.step(wanted)

    there.settle(wanted)

    assert there.config is None
    assert there.services.keys() == {"regtest", "regtest-nodes"}
