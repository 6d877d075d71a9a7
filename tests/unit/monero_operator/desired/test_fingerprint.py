# SPDX-License-Identifier: Apache-2.0
"""Templates and wishes in short."""

import msgspec

from monero_operator.api.v1alpha1.moneronodeset import MoneroNodeSetSpec
from monero_operator.desired import fingerprint
from monero_operator.desired.pod import mining
from tests.support import build

SPARSE = b'{"replicas": 3, "monerod": {"args": ["--regtest"]}}'
WRITTEN_OUT = b"""{
    "replicas": 3,
    "monerod": {"args": ["--regtest"], "resources": {"requests": {}}, "zmq": false},
    "rpc": {},
    "service": {"type": "ClusterIP", "sessionAffinity": "ClientIP"},
    "update": {"progressDeadline": "30m"}
}"""


def of(document):
    """Return the fingerprint of a spec's wishes."""
    return fingerprint.of_wishes(msgspec.json.decode(document, type=MoneroNodeSetSpec))


def test_a_fingerprint_is_that_of_the_content():
    """Equal templates have one, different ones two; it fits a label."""
    one, same, other = (mining.build(build.desired_miner(args=(word,))) for word in ("-k", "-k", "--tls"))

    assert fingerprint.of(one) == fingerprint.of(same) != fingerprint.of(other)
    assert fingerprint.of(one).isalnum()
    assert len(fingerprint.of(one)) == 16


def test_defaults_that_the_api_server_writes_out_are_no_wishes():
    """Else every new field of a schema would pass for an edit of each resource."""
    assert of(SPARSE) == of(WRITTEN_OUT)


def test_what_differs_from_a_default_is():
    """Also deep inside."""
    assert of(SPARSE) != of(WRITTEN_OUT.replace(b"false", b"true"))
