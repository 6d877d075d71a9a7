# SPDX-License-Identifier: Apache-2.0
"""Whose change a new template is: what it was made for tells."""

import msgspec
import pytest

from monero_operator import naming
from monero_operator.api.v1alpha1.anonymity import Client, I2p, KeyRetention, PluggableTransport, Tor
from monero_operator.api.v1alpha1.common import OwnAnnotations, SecretReference
from monero_operator.api.v1alpha1.moneronodeset import RetentionPolicy, Volume
from monero_operator.api.v1alpha1.nodes import Update
from monero_operator.desired import shapes
from monero_operator.facts import NodeSetFacts
from monero_operator.plan.nodeset import decide
from tests.support import build, world

CLIENT_KEY = "KCTBICNR3XIDEXU3C23QBZYZ5F3SYBYABMN5O6DOSB6GKPJAJFOQ"


def made_for(**fields):
    """Return what the StatefulSet of an offline node set was made for."""
    node_set = build.node_set(**{"args": (*build.REGTEST, "--offline"), "replicas": 3} | fields)
    plan = decide.decide(node_set, NodeSetFacts(name="regtest"), build.IMAGES, build.NOW)
    (found,) = [child for child in plan.apply if isinstance(child, shapes.StatefulSet)]
    return found.metadata.annotations[naming.ANNOTATION_MADE_FOR]


@pytest.mark.parametrize(
    "fields",
    [
        {"replicas": 5},
        {"update": Update(max_unavailable=2)},
        {"volume": Volume(retention_policy=RetentionPolicy(when_deleted="Delete"))},
        {"metadata": msgspec.structs.replace(build.METADATA, generation=9)},
        {"tor": Tor(balanced=False)},
        {"tor": Tor(enabled=False), "i2p": I2p(enabled=False)},
        {"tor": Tor(secret_ref=SecretReference("mine"), overlap="1h", retention_policy=KeyRetention("Delete"))},
        {"tor": Tor(bridges=("192.0.2.1:443",), proof_of_work=False, circuit_lifetime="1h")},
        {"tor": Tor(clients=(Client("a", CLIENT_KEY),), pluggable_transports=(PluggableTransport("a", "/b"),))},
        {"i2p": I2p(secret_ref=SecretReference("mine"), overlap="1h", encrypted_rpc=True)},
    ],
)
def test_an_edit_that_makes_no_other_template_is_not_remembered(fields):
    """An autoscaler's edits would else pass for the user's own wish for what a newer operator makes."""
    assert made_for() == made_for(**fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"args": (*build.REGTEST, "--offline", "--log-level=1")},
        {"metadata": msgspec.structs.replace(build.METADATA, annotations=OwnAnnotations(restart="now"))},
        {"tor": Tor(enabled=True)},
        {"i2p": I2p(noise=False)},
    ],
)
def test_an_edit_that_makes_another_template_is(fields):
    """It is the user's change, and waits for nobody."""
    assert made_for() != made_for(**fields)


def test_a_network_that_grows_rewrites_no_statefulset():
    """Twenty nodes are not written again for a twenty-first."""
    there = world.World()
    there.settle(build.network(replicas=3))
    before = dict(there.children)

    there.settle(world.edited(build.network(replicas=4)))

    kept = {key: child for key, child in there.children.items() if key[0] == "StatefulSet" and key in before}
    assert kept == {key: before[key] for key in kept}
    assert len(kept) == 3
