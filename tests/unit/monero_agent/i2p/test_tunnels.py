# SPDX-License-Identifier: Apache-2.0
"""`tunnels.conf`: what is in it, and what stays in it while a running i2pd takes another one in."""

import configparser
from pathlib import Path

from monero_agent.i2p import tunnels
from monero_agent.i2p.conf import Places
from monero_agent.i2p.destinations import Served
from monero_agent.i2p.wanted import Client, Place, Service

PLACES = Places(Path("/data"), Path("/run/t"), Path("/run/own"), None, 1, "", 18077)
TARGET = Place("127.0.0.1", 18089)
P2P = Service("p2p", "p2p-0", 1, Place("127.0.0.1", 18085), {})
RPC = Service("rpc", "p2p-0", 18089, TARGET, {})
SHARED = Service("shared", "rpc", 18089, TARGET, {})
CLIENT = Client(Place("127.0.2.1", 18080), "a" * 52 + ".b32.i2p", 18080)


def _served(service, key, *, is_previous=False):
    return Served(service, Path(f"/run/keys/{key}.dat"), key, key, is_previous)


def _of(*served, clients=(), common=None):
    return tunnels.of(served, clients, common or {}, PLACES)


def _read(text):
    parser = configparser.ConfigParser()
    parser.optionxform = str
    parser.read_string(text)
    return {name: dict(parser[name]) for name in parser.sections()}


def test_tunnels_of_one_destination_differ_by_port_and_one_keeps_it():
    """The keeper leads to where siblings knock."""
    own = {"type": "server", "keys": "../run/keys/one.dat", "host": "127.0.0.1"}

    text = _of(_served(P2P, "one"), _served(RPC, "one")).render()

    assert _read(text) == {
        "p2p": own | {"inport": "1", "port": "18085"},
        "rpc": own | {"inport": "18089", "port": "18089"},
        "keeper-one": own | {"inport": "65535", "port": "18077"},
    }


def test_a_previous_key_has_a_tunnel_beside_that_of_the_new_one():
    """Both lead to the same port."""
    made = _of(_served(SHARED, "new"), _served(SHARED, "old", is_previous=True))

    assert list(made.services) == ["shared", "shared-previous"]
    assert list(made.keepers) == ["keeper-new", "keeper-old"]


def test_a_client_tunnel_leads_to_a_port_of_a_destination():
    """With a key that it keeps while i2pd runs."""
    text = _of(clients=[CLIENT], common={"inbound.length": "1"}).render()

    assert _read(text) == {
        "client-127.0.2.1-18080": {
            "inbound.length": "1",
            "type": "client",
            "keys": "../run/own/clients.dat",
            "address": "127.0.2.1",
            "port": "18080",
            "destination": CLIENT.destination,
            "destinationport": "18080",
        }
    }


def test_options_of_all_tunnels_are_replaced_by_a_services_own():
    """The keeper has them as well: it may be what makes the destination."""
    encrypted = Service("shared", "rpc", 18089, TARGET, {"i2cp.leaseSetType": "5"})
    read = _read(_of(_served(encrypted, "one"), common={"i2cp.leaseSetType": "3", "x": "1"}).render())

    assert {name: (each["i2cp.leaseSetType"], each["x"]) for name, each in read.items()} == {
        "shared": ("5", "1"),
        "keeper-one": ("5", "1"),
    }


def test_what_stays_is_kept_while_services_are_away_for_a_moment():
    """A rotation: the destination that has gone goes at once, the new one comes with its tunnel."""
    old = _of(_served(P2P, "p2p"), _served(SHARED, "first"), clients=[CLIENT])
    new = _of(_served(P2P, "p2p"), _served(SHARED, "second"), clients=[CLIENT])

    assert tunnels.between(old, new).names == {"keeper-p2p", "client-127.0.2.1-18080"}


def test_a_destination_with_other_options_is_not_kept():
    """i2pd gives them only to one that it makes."""
    old, new = _of(_served(SHARED, "one")), _of(_served(SHARED, "one"), common={"inbound.length": "1"})

    assert tunnels.between(old, new).names == frozenset()
