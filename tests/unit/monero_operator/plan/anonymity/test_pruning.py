# SPDX-License-Identifier: Apache-2.0
"""Tor and I2P switched off again."""

import msgspec

from monero_operator.api.v1alpha1.anonymity import I2p, Tor
from tests.support import build, hidden, node_world

BOTH = build.node_set(replicas=2, tor=Tor(enabled=True), i2p=I2p(enabled=True))
NEITHER = build.node_set(replicas=2)


def settled() -> node_world.World:
    """Return a world in which two nodes run with Tor and I2P."""
    there = node_world.World()
    there.keys = hidden.keys(2)
    there.settle(BOTH)
    there.restarted.clear()
    return there


def test_off_again_is_as_it_was_before():
    """No object and no argument is left of it, and each node is restarted once."""
    fresh, there = node_world.World(), settled()
    fresh.settle(NEITHER)

    plan = there.settle(NEITHER)

    assert there.restarted == ["regtest-1", "regtest-0"]
    assert (there.config_maps.keys(), there.deployments) == (fresh.config_maps.keys(), fresh.deployments)
    assert there.statefulset == fresh.statefulset
    assert (plan.status.tor, plan.status.i2p) == (None, None)
    assert not {"TorReady", "I2PPeersAvailable"} & {found.type for found in plan.status.conditions}


def test_documents_stay_while_a_node_runs_by_them():
    """An agent whose document is gone would have nothing to serve by, should its tor end."""
    there = settled()

    plan, _ = there.step(NEITHER)
    for _ in range(2):
        assert not [deletion for deletion in plan.delete if deletion.name in ("regtest-tor", "regtest-i2p")]
        plan, _ = there.step(NEITHER)

    assert {"regtest-tor", "regtest-i2p"} <= there.config_maps.keys()


def test_one_of_both_goes_alone():
    """The other goes on by its document."""
    there = settled()
    tor = there.config_maps["regtest-tor"]

    there.settle(msgspec.structs.replace(BOTH, spec=msgspec.structs.replace(BOTH.spec, i2p=I2p())))

    assert "regtest-i2p" not in there.config_maps
    assert there.config_maps["regtest-tor"] == tor
