# SPDX-License-Identifier: Apache-2.0
"""What contradicts Tor and I2P is found, with a sentence that says what to do."""

import msgspec
import pytest

from monero_operator import facts
from monero_operator.api.v1alpha1.anonymity import Client, I2p, PluggableTransport, Tor
from monero_operator.api.v1alpha1.common import Resources
from monero_operator.api.v1alpha1.moneronodeset import P2p
from monero_operator.plan import policies
from monero_operator.plan.network import config as network
from monero_operator.plan.nodeset import config as nodeset
from monero_operator.settings import Images
from tests.support import build, hidden

TOR = Tor(enabled=True)
NEVER = Tor(enabled=True, clearnet="never")
OBFS4 = PluggableTransport(name="obfs4", command="/usr/bin/obfs4proxy")
ENFORCED = Tor(enabled=True, clearnet="never", enforced=True, pluggable_transports=(OBFS4,))
LATER = Tor(enabled=True, clearnet="untilSynced")
CLIENT_KEY = "KCTBICNR3XIDEXU3C23QBZYZ5F3SYBYABMN5O6DOSB6GKPJAJFOQ"


def found(*args, images=build.IMAGES, **fields):
    """Return the sentences about a node set with these arguments."""
    node_set = build.node_set(args=args, **fields)
    given = nodeset.given_of(node_set, facts.NodeSetFacts(name="regtest"), images)
    return [finding.message for finding in policies.check(given)]


@pytest.mark.parametrize("fields", [{"tor": TOR}, {"i2p": I2p(enabled=True)}])
@pytest.mark.parametrize("argument", ["--tx-proxy=tor,127.0.0.1:9", "--anonymous-inbound=a,127.0.0.1:1", "--proxy=a:1"])
def test_what_tells_monerod_of_tor_is_the_operators_to_set(argument, fields):
    """It stands where people used to write it; without Tor and I2P it still may."""
    (sentence,) = found(argument, **fields)

    assert sentence.startswith(f"{argument.partition('=')[0]} is the operator's to set: remove it. ")
    assert found(argument) == []


@pytest.mark.parametrize(
    ("public", "is_refused"), [(CLIENT_KEY, False), ("A" * 52, True), (CLIENT_KEY[:-1] + "B", True)]
)
def test_clients_are_admitted_by_keys_that_somebody_has(public, is_refused):
    """One of low order is no secret at all: with it everybody would be let in."""
    sentences = found(tor=Tor(enabled=True, clients=(Client(name="shop", public_key=public),)))

    assert bool(sentences) is is_refused
    assert all(sentence.startswith("spec.tor.clients[shop].publicKey is ") for sentence in sentences)


@pytest.mark.parametrize("tor", [NEVER, LATER])
@pytest.mark.parametrize(
    "argument",
    [
        "--enable-dns-blocklist",
        "--proxy-allow-dns-leaks",
        "--enforce-dns-checkpointing",
        "--bootstrap-daemon-address=auto",
        "--p2p-use-ipv6",
        "--check-updates=notify",
        "--igd=enabled",
    ],
)
def test_what_leads_past_tor_is_refused_from_the_start(argument, tor):
    """Not only on the day of the lock; where the clearnet is allowed it stays the user's business."""
    flag = argument.partition("=")[0]

    assert found(argument, tor=tor) == [f"{flag} would lead past Tor: remove it, or set tor.clearnet to allowed."]
    assert found(argument, tor=TOR) == []


@pytest.mark.parametrize("argument", ["--check-updates=disabled", "--igd=disabled", "--disable-dns-checkpoints"])
def test_what_closes_is_welcome(argument):
    """People write it to be sure."""
    assert found(argument, tor=NEVER) == []


@pytest.mark.parametrize("flag", ["--add-peer", "--add-priority-node", "--add-exclusive-node", "--seed-node"])
@pytest.mark.parametrize(
    ("address", "is_refused"),
    [
        ("node.example:18080", True),
        ("node.example", True),
        ("onion.example:1", True),
        ("192.0.2.1:18080", False),
        ("192.0.2.1", False),
        ("[2001:db8::1]:18080", False),
        ("2001:db8::1", False),
        (f"{hidden.onion('a')}:18084", False),
        (hidden.onion("a"), False),
        (hidden.b32("a"), False),
    ],
)
def test_no_name_of_a_peer_is_looked_up(flag, address, is_refused):
    """A name server would learn whom a node dials."""
    assert bool(found(f"{flag}={address}", tor=NEVER)) == is_refused
    assert found(f"{flag}={address}", tor=TOR) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"tor": Tor(clearnet="never")}, "spec.tor.clearnet is 'never': Tor is off", id="off"),
        pytest.param({"tor": NEVER, "p2p": P2p(expose="NodePort")}, "spec.p2p.expose is 'NodePort'", id="exposed"),
        pytest.param(
            {"tor": Tor(enabled=True, p2p="never", peers=(hidden.onion("a"),))}, "spec.tor.p2p is 'never'", id="nobody"
        ),
        pytest.param(
            {"i2p": I2p(enabled=True, p2p="never", peers=(hidden.b32("a"),))}, "spec.i2p.p2p is 'never'", id="at I2P"
        ),
        pytest.param(
            {"tor": Tor(enabled=True, bridges=("obfs4 192.0.2.1:443 cert=x",))},
            "spec.tor.bridges is 'obfs4 192.0.2.1:443 cert=x': no program is known for 'obfs4'",
            id="a bridge without its program",
        ),
        *(
            pytest.param(
                {"tor": msgspec.structs.replace(ENFORCED, bridges=(bridge,))},
                f"spec.tor.bridges is {bridge!r}: enforced closes the ports of name servers",
                id=f"a bridge behind the fence at {bridge}",
            )
            for bridge in ("192.0.2.1:53 0123456789", "[2001:db8::1]:853", "obfs4 192.0.2.1:5353 cert=x")
        ),
    ],
)
def test_wishes_that_contradict_each_other_are_told(fields, expected):
    """Each with what to do."""
    (sentence,) = found(**fields)

    assert sentence.startswith(expected)


@pytest.mark.parametrize(
    "tor",
    [
        Tor(enabled=True, bridges=("192.0.2.1:443 0123456789",)),
        Tor(enabled=True, bridges=("[2001:db8::1]:443",)),
        Tor(enabled=True, bridges=("192.0.2.1:53",)),
        Tor(enabled=True, clearnet="never", enforced=True, bridges=("192.0.2.1:1053", "2001:db8::53")),
        Tor(enabled=True, bridges=("obfs4 192.0.2.1:443 cert=x",), pluggable_transports=(OBFS4,)),
    ],
)
def test_bridges_that_can_be_used_are_no_finding(tor):
    """Plain ones, and those whose program is named."""
    assert found(tor=tor) == []


@pytest.mark.parametrize(
    ("args", "replicas", "is_refused"),
    [
        (build.REGTEST, 2, True),
        (build.REGTEST, 1, False),
        ((*build.REGTEST, "--offline"), 2, False),
        ((*build.REGTEST, "--add-exclusive-node=192.0.2.1"), 2, False),
        (("--stagenet",), 2, False),
    ],
)
def test_siblings_that_have_blocks_from_each_other_alone_cannot_leave_the_clearnet(args, replicas, is_refused):
    """A network can, by `transport: tor`."""
    sentences = found(*args, tor=NEVER, replicas=replicas)

    assert is_refused == any("use a MoneroNetwork with transport: tor" in sentence for sentence in sentences)


@pytest.mark.parametrize("hidden_peers", [{"p2p": "always"}, {"peers": (hidden.onion("a"),)}])
@pytest.mark.parametrize(
    ("fields", "is_refused"),
    [
        ({}, True),
        ({"replicas": 2}, False),
        ({"p2p": P2p(expose="NodePort")}, False),
        ({"network": "stagenet"}, False),
    ],
)
def test_a_node_that_could_take_no_transaction_is_refused(fields, is_refused, hidden_peers):
    """monerod answers that it is busy until it has compared its blocks with somebody's."""
    args = () if "network" in fields else build.REGTEST

    sentences = found(*args, tor=Tor(enabled=True, **hidden_peers), **fields)

    assert is_refused == bool(sentences)
    assert found(*args, tor=TOR, **fields) == []


@pytest.mark.parametrize(
    ("peer", "problem"),
    [
        (hidden.onion("a").replace("a", "b", 1), "its checksum does not fit"),
        (f"{hidden.onion('a')}:65536", "a port is a number from 1 to 65535"),
        (f"{hidden.b32('a')[:51]}b.b32.i2p", "no destination has such an address"),
        (f"{hidden.onion('a')}:65535", ""),
        (hidden.b32("a"), ""),
    ],
)
def test_a_peer_whom_nobody_can_be_is_told(peer, problem):
    """monerod ends at such a port, and dials a mistyped address for ever; among its arguments it is no better."""
    name, kind = ("tor", Tor) if ".onion" in peer else ("i2p", I2p)

    sentences = found(**{name: kind(enabled=True, peers=(peer,))}, network="mainnet")

    assert [told.startswith(f"spec.{name}.peers is {peer!r}: {problem}") for told in sentences] == [True] * bool(
        problem
    )
    assert bool(found(f"--add-peer={peer}")) == bool(problem)


def test_neither_can_a_network_whose_nodes_talk_in_the_clear():
    """The same sentence says what to do."""
    wanted = build.network(node={"tor": NEVER})
    given = network.given_of(wanted, facts.NetworkFacts(name="regtest"), build.IMAGES)

    (finding,) = policies.check(given)
    assert finding.message.startswith("spec.template.spec.tor.clearnet is 'never': these nodes have their blocks from")


def test_a_network_that_talks_by_tor_has_left_the_clearnet():
    """Whether Tor is switched on besides or not."""
    wanted = build.network(node={"tor": Tor(clearnet="never", enforced=True)}, transport="tor")
    given = network.given_of(wanted, facts.NetworkFacts(name="regtest"), build.IMAGES)

    assert policies.check(given) == ()


@pytest.mark.parametrize("name", ["tor", "i2p"])
def test_what_is_reserved_for_them_makes_sense(name):
    """The API server would refuse the whole StatefulSet."""
    kind = {"tor": Tor, "i2p": I2p}[name]

    (sentence,) = found(**{name: kind(resources=Resources({"memory": "2Gi"}, {"memory": "1Gi"}))})

    assert "request no more than the limit" in sentence


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"tor": TOR}, ["No image is known for tor: set spec.tor.image, or --anonymity-image of the operator."]),
        (
            {"i2p": I2p(enabled=True)},
            ["No image is known for i2p: set spec.i2p.image, or --anonymity-image of the operator."],
        ),
        ({"tor": Tor(enabled=True, image="tor:1")}, []),
        ({}, []),
    ],
)
def test_there_is_an_image_for_what_is_switched_on(fields, expected):
    """The user's, or the operator's."""
    assert expected == found(images=Images(monerod="a", exporter="b"), **fields)
