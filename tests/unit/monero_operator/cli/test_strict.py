# SPDX-License-Identifier: Apache-2.0
"""Documents read as strictly as the API server reads them."""

import pytest

from monero_operator.api.v1alpha1.moneronetwork import MoneroNetwork
from monero_operator.cli import strict
from tests.support import build


def convert(content: dict) -> MoneroNetwork:
    """Read a network."""
    return strict.convert({"apiVersion": "utxo.com.br/v1alpha1", "kind": "MoneroNetwork"} | content, MoneroNetwork)


def test_what_is_not_said_is_the_default_and_null_says_nothing():
    """As the API server prunes a null before it fills in defaults."""
    template = {"metadata": None, "spec": {"monerod": {"args": list(build.REGTEST), "image": None}}}

    assert build.network().spec == convert({"spec": {"replicas": None, "template": template}}).spec


def test_a_status_and_metadata_that_we_do_not_read_are_passed_over():
    """What `kubectl get --output yaml` prints can be rendered."""
    metadata = {"name": "a", "creationTimestamp": "2026-01-01T00:00:00Z", "managedFields": [{"manager": "kubectl"}]}

    assert convert({"metadata": metadata, "status": {"height": "high"}}).metadata.name == "a"


@pytest.mark.parametrize(
    ("content", "sentences"),
    [
        ({"specs": {}}, ['unknown field "specs"']),
        ({"metadata": {"label": {}}}, ['unknown field "metadata.label"']),
        (
            {"spec": {"replica": 1, "template": {"spec": {"monerod": {"arg": []}}}}},
            ['unknown field "spec.replica"', 'unknown field "spec.template.spec.monerod.arg"'],
        ),
        ({"spec": {"replicas": 65}}, ["spec.replicas: expected integer <= 64"]),
        ({"spec": {"replicas": "3"}}, ["spec.replicas: expected integer, got string"]),
        (
            {"spec": {"template": {"spec": {"monerod": {"args": ["--regtest", 1]}}}}},
            ["spec.template.spec.monerod.args[1]: expected string, got integer"],
        ),
        (
            {"spec": {"template": {"spec": {"metrics": {"monitor": {"interval": 30}}}}}},
            ["spec.template.spec.metrics.monitor.interval: expected string, got integer"],
        ),
        (
            {"spec": {"template": {"spec": {"metrics": {"monitor": {"interval": "30"}}}}}},
            ["spec.template.spec.metrics.monitor.interval: write a time such as 30s, 5m or 1h"],
        ),
        ({"spec": []}, ["spec: expected object, got array"]),
        ({"metadata": []}, ["metadata: expected object, got array"]),
        ({1: 2}, ['unknown field "1"']),
    ],
)
def test_what_the_api_server_would_not_read_is_refused_with_its_path(content, sentences):
    """All unknown fields at once, and the first wrong value."""
    with pytest.raises(strict.Refused) as refusal:
        convert(content)

    assert sentences == list(refusal.value.args)
