# SPDX-License-Identifier: Apache-2.0
"""The operator's document for tor."""

import pytest

from monero_agent.config import WrongError
from monero_agent.tor import wanted

ONION = "aoqqpp7tzyil4hlq3umoos6atft6jvrqtosq2xy53sdgiesvgg4bqead.onion"
SERVICE = {"name": "rpc", "key": "rpc-{ordinal}", "ports": ["18089 127.0.0.1:18089"]}


def test_a_document_becomes_what_the_pod_with_an_ordinal_serves():
    """What is left out is empty, and the ordinal names the key."""
    found = wanted.parse({"schema": 1, "services": [SERVICE], "maps": {"10.192.0.1": ONION}}, 3)

    assert found == wanted.Wanted(
        lines=(),
        services=(wanted.Service("rpc", "rpc-3", ("18089 127.0.0.1:18089",), (), {}, ()),),
        maps={"10.192.0.1": ONION},
    )


@pytest.mark.parametrize(
    "document",
    [
        {"services": {}},
        {"services": ["rpc"]},
        {"services": [SERVICE | {"ports": []}]},
        {"services": [SERVICE | {"lines": ["A 1\nHiddenServiceDir /"]}]},
        {"services": [SERVICE | {"masters": ["example.org"]}]},
        {"services": [SERVICE | {"key": "../rpc"}]},
        {"services": [SERVICE | {"clients": ["alice"]}]},
        {"maps": {"10.192.0.1": "example.org"}},
        {"maps": {"* ": ONION}},
        {"lines": "SocksPort 0"},
    ],
)
def test_a_document_of_another_form_is_refused_whole(document):
    """Taking in half of it could open what was to be closed."""
    with pytest.raises(WrongError):
        wanted.parse({"schema": 1} | document, 0)


def test_a_clients_key_is_a_public_key():
    """tor skips a client whose key it cannot read, and lets everybody in when none is left."""
    assert wanted.client_problem("rpc", "alice", "7" * 52) is None


@pytest.mark.parametrize(
    ("name", "key"), [("alice", ""), ("alice", "1" * 52), ("alice", "7" * 51), ("../alice", "7" * 52), ("", "7" * 52)]
)
def test_a_wrong_client_is_told(name, key):
    """By the name of service and client."""
    problem = wanted.client_problem("rpc", name, key)

    assert problem is not None
    assert problem.code == "ClientInvalid"
