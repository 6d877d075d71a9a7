# SPDX-License-Identifier: Apache-2.0
"""What `i2p.json` may say, and what is refused whole."""

import pytest

from monero_agent.config import WrongError
from monero_agent.i2p import wanted
from monero_agent.i2p.wanted import Client, Place, Service

SERVICE = {"name": "p2p", "key": "p2p-{ordinal}", "port": 1, "target": "127.0.0.1:18085"}
CLIENT = {"listen": "127.0.2.1:18080", "destination": "a" * 52 + ".b32.i2p", "port": 18080}


def test_a_document_is_read_for_one_pod():
    """Its ordinal names its own key."""
    encrypted = {"i2cp.leaseSetType": "5"}
    document = {
        "schema": 1,
        "socks": "127.0.0.1:4447",
        "options": {"bandwidth": "X"},
        "services": [SERVICE, SERVICE | {"name": "shared", "key": "rpc", "port": 18089, "options": encrypted}],
        "clients": [CLIENT],
        "nodes": ["b" * 52 + ".b32.i2p", ""],
    }

    asked = wanted.parse(document, 2)

    target = Place("127.0.0.1", 18085)
    assert asked.services == (
        Service("p2p", "p2p-2", 1, target, {}),
        Service("shared", "rpc", 18089, target, encrypted, is_shared=True),
    )
    assert asked.clients == (Client(Place("127.0.2.1", 18080), CLIENT["destination"], 18080),)
    assert (asked.socks, asked.options) == (Place("127.0.0.1", 4447), {"bandwidth": "X"})
    assert asked.nodes == ("b" * 52 + ".b32.i2p", "")


def test_nothing_need_be_asked_for():
    """A router of its own is something, too."""
    assert wanted.parse({"schema": 1, "socks": ""}, 0) == wanted.Wanted(None, {}, (), ())


@pytest.mark.parametrize(
    "document",
    [
        {"services": {}},
        {"services": ["rpc"]},
        {"services": [SERVICE | {"name": "p2p]\n[x"}]},
        {"services": [SERVICE | {"key": "../p2p"}]},
        {"services": [SERVICE | {"port": 0}]},
        {"services": [SERVICE | {"port": "1"}]},
        {"services": [SERVICE | {"target": "10.0.0.1:80"}]},
        {"services": [SERVICE | {"target": "localhost:80"}]},
        {"services": [SERVICE | {"options": {"a\nb": "1"}}]},
        {"services": [SERVICE | {"options": {"a": "1\nkeys = mine"}}]},
        {"services": [SERVICE, SERVICE]},
        {"clients": [CLIENT | {"destination": "example.i2p"}]},
        {"clients": [CLIENT | {"listen": "0.0.0.0:80"}]},
        {"clients": [1]},
        {"options": {"a b": "1"}},
        {"socks": "4447"},
        {"socks": "127.0.0.1:70000"},
        {"nodes": ["node-1.example"]},
    ],
)
def test_a_document_that_cannot_be_followed_is_refused(document):
    """Nothing of it ends up in i2pd's files."""
    with pytest.raises(WrongError):
        wanted.parse({"schema": 1} | document, 0)
