# SPDX-License-Identifier: Apache-2.0
"""Node sets with Tor and I2P over their life, by plans that are carried out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monero_operator.api.v1alpha1.anonymity import I2p, KeyRetention, Tor
from monero_operator.plan.actions import KeyDrop
from tests.support import build, hidden, node_world
from tests.support.routed_set import I2P, MAINNET, TOR, pod, settled, told


def test_both_run_beside_each_node_before_monerod_and_after_it():
    """As native sidecars in front of the exporter, which is told where they say how they are."""
    there = settled(tor=TOR, i2p=I2P)

    init = pod(there).init_containers
    assert [(each.name, each.restart_policy) for each in init] == [
        ("tor", "Always"),
        ("i2p", "Always"),
        ("exporter", "Always"),
    ]
    assert {"--tor-addr=http://127.0.0.1:9101", "--i2p-addr=http://127.0.0.1:9102"} <= set(init[-1].args)


def test_no_node_is_made_before_its_address_is_known():
    """Which a Secret will hold that is not made yet; then all is written once."""
    there = node_world.World()
    wanted = build.node_set(args=MAINNET, replicas=2, tor=TOR)
    there.settle(wanted)
    assert there.statefulset is None

    there.keys = hidden.keys()
    there.settle(wanted)

    assert there.pods.keys() == {0, 1}
    assert there.restarted == []


def test_a_set_grows_when_the_keys_of_the_new_nodes_are_made():
    """Not before: a node without its address would be restarted for it."""
    there = settled(nodes=1, args=MAINNET, replicas=1, tor=TOR)
    there.settle(build.node_set(args=MAINNET, replicas=2, tor=TOR))
    assert there.pods.keys() == {0}

    there.keys = hidden.keys(2)
    there.settle(build.node_set(args=MAINNET, replicas=2, tor=TOR))

    assert there.pods.keys() == {0, 1}
    assert there.restarted == []


@pytest.mark.parametrize(("before", "after"), [(2, 4), (4, 2)])
def test_scaling_restarts_nobody(before, after):
    """Each node dials the lower ones, at Tor too."""
    there = settled(nodes=4, replicas=before, tor=TOR, i2p=I2P)

    there.settle(build.node_set(replicas=after, tor=TOR, i2p=I2P))

    assert there.restarted == []


def test_who_waits_for_keys_says_so():
    """There is no StatefulSet yet that anybody could look at."""
    there = node_world.World()

    plan = there.settle(build.node_set(args=MAINNET, replicas=2, tor=TOR))

    assert there.statefulset is None
    assert "StartingWithKeys" in {condition.reason for condition in plan.status.conditions}


def test_keys_go_with_the_last_pod_that_serves_by_them():
    """Not before: its onions would end while it runs."""
    there = settled(args=MAINNET, tor=TOR)
    off = Tor(enabled=False, retention_policy=KeyRetention(when_disabled="Delete"))
    wanted = build.node_set(args=MAINNET, tor=off)

    first, _ = there.step(wanted)
    last = there.settle(wanted)

    assert not any(isinstance(order, KeyDrop) for order in first.keys)
    assert any(isinstance(order, KeyDrop) for order in last.keys)


def test_switched_off_nothing_of_it_is_left_in_pods_and_lines():
    """The same pods as before it was switched on."""
    plain = settled(replicas=2)
    there = settled(replicas=2)
    there.settle(build.node_set(replicas=2, tor=TOR, i2p=I2P))

    there.settle(build.node_set(replicas=2))

    assert plain.statefulset == there.statefulset
    assert plain.config.data == there.config.data
    assert sorted(there.restarted) == ["regtest-0", "regtest-0", "regtest-1", "regtest-1"]


WISHES = st.fixed_dictionaries(
    {
        "replicas": st.integers(min_value=0, max_value=3),
        "args": st.sampled_from([build.REGTEST, (*build.REGTEST, "--add-exclusive-node=192.0.2.1")]),
        "tor": st.builds(Tor, enabled=st.booleans(), p2p=st.sampled_from(["auto", "always", "never"])),
        "i2p": st.builds(I2p, enabled=st.booleans(), rpc=st.booleans()),
    }
).filter(lambda wish: wish["replicas"] != 1 or wish["args"] != build.REGTEST or wish["tor"].p2p != "always")
"""All but those that are refused."""


@settings(max_examples=15, deadline=None)
@given(st.lists(WISHES, min_size=2, max_size=4))
def test_any_series_of_wishes_ends_where_the_last_one_alone_leads(series):
    """What was asked before leaves no trace, and every pod knows what it is to know."""
    there = node_world.World()
    there.keys = hidden.keys()

    for wish in series:
        there.settle(build.node_set(**wish))

    alone = settled(**series[-1])
    assert alone.statefulset == there.statefulset
    documents = [
        {name: each.data for name, each in world.config_maps.items() if not name.endswith("-config")}
        for world in (alone, there)
    ]
    # A node that is left of several goes on behind the onion that they shared.
    assert documents[0] == documents[1] or series[-1]["replicas"] == 1
    if there.config is not None:
        known = {ordinal: text.splitlines() for ordinal, text in there.started_with.items() if ordinal in there.pods}
        assert known == {ordinal: lines for ordinal, lines in told(there).items() if ordinal in there.pods}
