# SPDX-License-Identifier: Apache-2.0
"""The documents of the agents: what is served where, by the agents' own reading of them."""

import itertools
import json
from pathlib import Path

import msgspec
import pytest

from aiomonero.types.network import Network
from monero_agent.i2p import wanted as routers_of_i2p
from monero_agent.tor import torrc
from monero_agent.tor import wanted as agents
from monero_operator import naming
from monero_operator.api.v1alpha1.anonymity import Client, ConfigMapReference, I2p, PluggableTransport, Tor
from monero_operator.desired import parent, routers, shapes
from monero_operator.desired.anonymity import Anonymity, OnI2p, OnTor
from tests.support import build, hidden

OWNER = parent.of(naming.OwnerKind.NODE_SET, build.METADATA)
FRONT = hidden.onion("rpc")
CLIENT = Client(name="alice", public_key="A" * 51 + "B")
NODES = (hidden.b32("p2p-0"), "", hidden.b32("p2p-2"))


def on_tor(spec=None, **fields):
    """Return Tor beside nodes."""
    return Anonymity(tor=OnTor(image="tor:1", spec=spec or Tor(enabled=True), **fields))


def on_i2p(spec=None, **fields):
    """Return I2P beside nodes."""
    return Anonymity(i2p=OnI2p(image="i2p:1", spec=spec or I2p(enabled=True), **fields))


def read(document, ordinal=1):
    """Return a document as the agent of one node reads it from its ConfigMap."""
    (content,) = routers.tor_config_map(OWNER, document).data.values()
    return agents.parse(json.loads(content), ordinal)


def torrc_of(document):
    """Return the configuration that the agent makes of a document, all of whose keys are there."""
    wanted = read(document)
    served = [torrc.Served(service, Path("/keys") / service.key) for service in wanted.services]
    return torrc.render(wanted, served, torrc.Places(Path("/data/tor"), Path("/run/control"))).splitlines()


def test_a_lone_node_has_the_rpc_onion_for_itself():
    """So its address stays when it gets siblings, and a balancer the key."""
    document = routers.tor(Network.STAGENET, on_tor(has_rpc=True, has_p2p=True), is_alone=True)

    assert [(each.key, each.ports) for each in read(document).services] == [
        ("p2p-1", ("38084 127.0.0.1:38084",)),
        ("rpc", ("38089 127.0.0.1:38089",)),
    ]


def test_nodes_behind_onionbalance_serve_an_onion_each_for_the_front():
    """Which says no puzzle and admits everybody, so they ask for none: no client would ever be told of it."""
    on = on_tor(has_rpc=True, is_balanced=True)

    lines = torrc_of(routers.tor(Network.MAINNET, on, masters=[FRONT], is_alone=False))

    assert "HiddenServiceDir /keys/rpc-1" in lines
    assert "HiddenServiceOnionBalanceInstance 1" in lines
    assert not [line for line in lines if "PoW" in line]


def test_an_onion_that_clients_reach_themselves_asks_for_a_puzzle_unless_told_otherwise():
    """It costs nothing while nobody floods it."""
    lines, without = (
        torrc_of(routers.tor(Network.MAINNET, on_tor(Tor(enabled=True, proof_of_work=asked), has_rpc=True)))
        for asked in (True, False)
    )

    assert "HiddenServicePoWDefensesEnabled 1" in lines
    assert not [line for line in without if "PoW" in line]


def test_only_the_rpc_onion_knows_clients():
    """Peers are strangers."""
    document = routers.tor(Network.MAINNET, on_tor(Tor(enabled=True, clients=(CLIENT,)), has_rpc=True, has_p2p=True))

    assert {each.name: each.clients for each in read(document).services} == {
        "p2p": {},
        "rpc": {"alice": CLIENT.public_key},
    }


@pytest.mark.parametrize("fields", [{}, {"has_p2p": True}, {"is_locked": True}])
def test_tor_takes_socks_whatever_is_wanted_now(fields):
    """A port of its own for each purpose, both always: a pod may run by arguments older than the document."""
    lines = torrc_of(routers.tor(Network.MAINNET, on_tor(**fields)))

    assert [line for line in lines if line.startswith("SocksPort")] == [
        "SocksPort 127.0.0.1:9050 IsolateSOCKSAuth",
        "SocksPort 127.0.0.1:9052 IsolateSOCKSAuth",
    ]


def test_bridges_circuits_and_programs_are_lines_of_tor():
    """As tor's manual has them."""
    spec = Tor(
        enabled=True,
        circuit_lifetime="1h30m",
        bridges=("obfs4 192.0.2.1:443 cert=x iat-mode=0",),
        pluggable_transports=(PluggableTransport(name="obfs4", command="/usr/bin/obfs4proxy -unsafeLogging"),),
    )

    lines = torrc_of(routers.tor(Network.MAINNET, on_tor(spec)))

    assert {
        "MaxCircuitDirtiness 5400",
        "UseBridges 1",
        "Bridge obfs4 192.0.2.1:443 cert=x iat-mode=0",
        "ClientTransportPlugin obfs4 exec /usr/bin/obfs4proxy -unsafeLogging",
    } <= set(lines)


@pytest.mark.parametrize(
    ("lifetime", "seconds"), [("1s", 10), ("720h", 2592000), ("721h", 2592000), ("9" * 31 + "h", 2592000)]
)
def test_a_circuit_lives_as_long_as_tor_demands(lifetime, seconds):
    """tor takes less than ten seconds for ten, and does not start with more than thirty days."""
    assert f"MaxCircuitDirtiness {seconds}" in torrc_of(
        routers.tor(Network.MAINNET, on_tor(Tor(enabled=True, circuit_lifetime=lifetime)))
    )


def test_the_transport_of_a_network_is_one_onion_for_peers_and_addresses_for_siblings():
    """Blocks too come by it, so it leads to monerod's ordinary port."""
    on = Anonymity(tor=OnTor(image="tor:1", spec=Tor()), transport="tor")
    document = routers.tor(Network.REGTEST, on, maps={"10.192.0.0": hidden.onion("p2p-0")})

    assert read(document).services[0].ports == ("18080 127.0.0.1:18080",)
    lines = torrc_of(document)
    assert f"MapAddress 10.192.0.0 {hidden.onion('p2p-0')}" in lines
    assert "SocksPort 127.0.0.1:9050 IsolateSOCKSAuth" in lines


@pytest.mark.parametrize("reference", [None, ConfigMapReference("own")])
def test_an_agent_is_told_when_a_persons_file_must_be_there(reference):
    """Without it a set that is meant for a network of its own would join the public one."""
    tor = routers.tor(Network.MAINNET, on_tor(Tor(enabled=True, config_map_ref=reference)))
    i2p = routers.i2p(Network.MAINNET, on_i2p(I2p(enabled=True, config_map_ref=reference)))

    assert (reference is not None, reference is not None) == (tor.extra, i2p.extra)


def test_peers_and_clients_share_a_destination_by_their_ports():
    """monerod always asks for the first one; the destination that all nodes share is another."""
    document = routers.i2p(Network.MAINNET, on_i2p(has_p2p=True, has_rpc=True))

    assert [(each.name, each.key, each.port, each.target) for each in document.services] == [
        ("p2p", "p2p-{ordinal}", 1, "127.0.0.1:18085"),
        ("rpc", "p2p-{ordinal}", 18089, "127.0.0.1:18089"),
        ("shared", "rpc", 18089, "127.0.0.1:18089"),
    ]
    assert [each.options for each in document.services] == [{}, {}, {"inbound.quantity": "16"}]
    assert document.socks == "127.0.0.1:4447"


def test_an_encrypted_rpc_is_offered_nowhere_else():
    """At the destination of peers everybody would find it."""
    document = routers.i2p(Network.MAINNET, on_i2p(I2p(enabled=True, encrypted_rpc=True), has_p2p=True, has_rpc=True))

    assert [(each.name, each.options) for each in document.services] == [
        ("p2p", {}),
        ("shared", {"i2cp.leaseSetType": "5", "inbound.quantity": "16"}),
    ]


@pytest.mark.parametrize(
    ("fields", "transport", "expected"),
    [
        ({}, "clearnet", False),
        ({"is_locked": True}, "clearnet", True),
        ({"is_fenced": True}, "tor", True),
        ({"is_fenced": True}, "i2p", True),
    ],
)
def test_where_no_name_server_may_be_asked_i2pd_finds_routers_by_tor(fields, transport, expected):
    """By names of servers that tor resolves."""
    on = msgspec.structs.replace(on_i2p(), tor=on_tor(**fields).tor, transport=transport)

    proxy = {"reseed.proxy": "socks://127.0.0.1:9052"} if expected else {}
    assert proxy == routers.i2p(Network.MAINNET, on).options


def test_i2pd_takes_socks_whatever_is_wanted_now():
    """A pod may run by arguments older than the document."""
    assert routers.i2p(Network.MAINNET, on_i2p(has_rpc=True)).socks == "127.0.0.1:4447"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({"tor.json": '{"schema": 1, "services": [{"name": "rpc", "key": "rpc"}, {"name": "p2p"}]}'}, True),
        ({"i2p.json": '{"services": [{"name": "p2p"}]}'}, True),
        ({"tor.json": '{"services": [{"name": "rpc"}]}'}, False),
        ({"tor.json": '{"schema": 1}'}, False),
        ({"tor.json": '{"services": 3}'}, False),
        ({"tor.json": "{"}, False),
        ({"0": "p2p"}, False),
    ],
)
def test_it_is_seen_whether_a_document_serves_peers(data, expected):
    """Whatever somebody has made of it."""
    live = shapes.ConfigMap(metadata=build.METADATA, data=data)

    assert expected == routers.has_p2p(live)


@pytest.mark.parametrize(
    ("has_p2p", "has_rpc", "is_balanced", "is_locked", "is_alone"), list(itertools.product([True, False], repeat=5))
)
def test_the_agent_understands_every_document(has_p2p, has_rpc, is_balanced, is_locked, is_alone):
    """Each service has its key, and no line is lost on the way to tor."""
    on = on_tor(has_p2p=has_p2p, has_rpc=has_rpc, is_balanced=is_balanced, is_locked=is_locked)
    document = routers.tor(Network.MAINNET, on, masters=[FRONT], is_alone=is_alone)

    wanted = read(document, ordinal=7)

    assert len(wanted.services) == has_p2p + has_rpc
    assert set(document.lines) <= set(torrc_of(document))
    assert not [service.key for service in wanted.services if "{" in service.key]


@pytest.mark.parametrize(
    ("has_p2p", "has_rpc", "is_encrypted", "transport"),
    list(itertools.product([True, False], [True, False], [True, False], ["clearnet", "i2p"])),
)
def test_the_agent_understands_every_document_of_i2p(has_p2p, has_rpc, is_encrypted, transport):
    """Each tunnel has its key, and those of one destination ports of their own.

    Nodes watch each other where they share a destination and have others to be reached by.
    """
    spec = I2p(enabled=True, encrypted_rpc=is_encrypted)
    on = msgspec.structs.replace(on_i2p(spec, has_p2p=has_p2p, has_rpc=has_rpc), transport=transport)
    client = routers.I2pClient(listen="127.0.2.1:18080", destination=hidden.b32("p2p-0"), port=18080)

    document = routers.i2p(Network.MAINNET, on, clients=[client] if transport == "i2p" else [], nodes=NODES)
    (content,) = routers.i2p_config_map(OWNER, document).data.values()
    wanted = routers_of_i2p.parse(json.loads(content), 7)

    ports = [(service.key, service.port) for service in wanted.services]
    assert len(set(ports)) == len(ports)
    assert (transport == "i2p" or has_p2p) == ("p2p" in {service.name for service in wanted.services})
    assert has_rpc == ("shared" in {service.name for service in wanted.services})
    assert len(wanted.clients) == (transport == "i2p")
    assert wanted.socks is not None
    assert wanted.nodes == (NODES if {each.is_shared for each in wanted.services} == {True, False} else ())


def test_the_lock_stands_on_the_configmap():
    """Beside the document, where no agent reads it."""
    document = routers.tor(Network.MAINNET, on_tor(is_locked=True))

    locked, other = (routers.tor_config_map(OWNER, document, is_locked=is_locked) for is_locked in (True, False))

    assert naming.ANNOTATION_LOCKED in locked.metadata.annotations
    assert naming.ANNOTATION_LOCKED not in other.metadata.annotations
    assert locked.data == other.data
