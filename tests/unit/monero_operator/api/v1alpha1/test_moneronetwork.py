# SPDX-License-Identifier: Apache-2.0
"""The MoneroNetwork as it is read."""

import msgspec
import pytest

from monero_operator import naming
from monero_operator.api.v1alpha1.moneronetwork import Blocks, MoneroNetwork, RetentionPolicy
from monero_operator.plan.network import blocks as block_orders


def read(spec):
    """Return the spec of a network that says only this."""
    return msgspec.convert({"metadata": {"name": "regtest"}, "spec": spec}, MoneroNetwork).spec


def test_every_optional_block_has_working_defaults():
    """An empty spec is three nodes, no blocks, volumes that go with the network."""
    spec = read({})

    assert (3, None, RetentionPolicy("Delete", "Delete")) == (spec.replicas, spec.blocks, spec.volume.retention_policy)
    assert spec.template.spec.monerod.args == ()
    assert spec.template.spec.metrics.enabled
    assert Blocks("10s", 0, None) == read({"blocks": {}}).blocks


@pytest.mark.parametrize(
    "spec",
    [
        {"replicas": -1},
        {"replicas": naming.MAX_REPLICAS + 1},
        {"blocks": {"interval": "soon"}},
        {"blocks": {"initial": -1}},
        {"blocks": {"address": "8" * 95}},
        {"blocks": {"address": f"{block_orders.DEFAULT_ADDRESS}x"}},
        {"template": {"spec": {"diskSize": "huge"}}},
        {"template": {"spec": {"monerod": {"args": ["--x"] * 65}}}},
        {"template": {"spec": {"monerod": {"args": ["x" * 1025]}}}},
        {"template": {"metadata": {"labels": {"team": "not a label"}}}},
    ],
)
def test_what_the_schema_forbids_is_not_read(spec):
    """The same bounds hold for the API server, which has them from here."""
    with pytest.raises(msgspec.ValidationError):
        read(spec)


def test_the_throw_away_address_is_one_that_the_schema_allows():
    """The default is held to the same pattern as a user's."""
    assert read({"blocks": {"address": block_orders.DEFAULT_ADDRESS}}).blocks.address == block_orders.DEFAULT_ADDRESS
    assert len(block_orders.PUBLIC_SEED.split()) == 25


def test_unknown_fields_of_a_newer_version_are_no_error():
    """An older operator reads what a newer schema has stored."""
    assert read({"replicas": 2, "weather": {"rain": {}}}).replicas == 2
