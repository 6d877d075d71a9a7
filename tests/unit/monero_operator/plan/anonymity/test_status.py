# SPDX-License-Identifier: Apache-2.0
"""What a status says of Tor and I2P."""

from typing import Any

from aiomonero.types import health
from aiomonero.types.network import Network
from kubeloop.objects.condition import Condition
from monero_operator import facts
from monero_operator.api.v1alpha1.anonymity import Client, I2p, Tor, TorNodeStatus, TorStatus
from monero_operator.api.v1alpha1.nodes import NodesStatus
from monero_operator.desired.anonymity import Anonymity, OnI2p, OnTor
from monero_operator.plan.anonymity import status as hidden
from monero_operator.plan.anonymity.status import Shown, View
from tests.support import build

RING = facts.KeyRing(
    name="regtest-tor",
    uid="k",
    version="1",
    addresses={"rpc": "front", "rpc.previous": "former", "rpc-0": "first", "p2p-0": "peer"},
    rotated_at="2026-01-01T00:00:00Z",
)
POINTS = (
    health.HiddenService(name="rpc", introduction_points=9, previous=True),
    health.HiddenService(name="rpc", introduction_points=3),
)
TOR = health.Hidden(ready=True, bootstrapped=100, services=POINTS, peers_in=1, peers_out=2)


def view(*, i2p: OnI2p | None = None, tor: dict[str, Any] | None = None, **more: Any) -> View:
    """Return a set of two nodes behind one onion, which meet peers over Tor."""
    on = {"spec": Tor(enabled=True), "image": "a", "has_rpc": True, "has_p2p": True, "is_balanced": True}
    ordinary: dict[str, Any] = {
        "name": "regtest",
        "prefix": "spec",
        "replicas": 2,
        "network": Network.REGTEST,
        "anonymity": Anonymity(tor=OnTor(**on | (tor or {})), i2p=i2p),
        "keys": {"tor": facts.Keys(served=RING)},
        "deployments": {"regtest-onionbalance": facts.Deployment(name="x", uid="u", is_available=True)},
    }
    return View(**ordinary | more)


def node(ordinal: int = 0, **fields: Any) -> facts.Node:
    """Return a node whose tor is ready."""
    return build.seen(ordinal, **{"status": build.status(tor=TOR)} | fields)


def verdicts(shown: Shown) -> dict[str, str]:
    """Return the reasons by condition."""
    return {condition.type: condition.reason for condition in shown.conditions}


def test_addresses_come_from_keys_and_the_rest_from_the_nodes():
    """A node that says nothing has its addresses all the same, and one without a pod is left out."""
    shown = hidden.show(view(), [node(), node(1, status=None), node(2, pod=None)])

    assert shown.i2p is None
    assert shown.tor == TorStatus(
        address="front",
        rpc_url="http://front:18089",
        previous_addresses=("former",),
        last_rotation="2026-01-01T00:00:00Z",
        nodes=(
            TorNodeStatus(
                pod="regtest-0-0",
                p2p="peer:18084",
                rpc="first:18089",
                ready=True,
                bootstrapped=100,
                introduction_points=3,
                peers_in=1,
                peers_out=2,
            ),
            TorNodeStatus(pod="regtest-1-0"),
        ),
    )


def test_the_url_is_what_a_wallet_types():
    """With TLS it is another scheme."""
    told = hidden.show(view(has_tls=True), [node()]).tor

    assert told is not None
    assert told.rpc_url == "https://front:18089"


def test_without_keys_nothing_is_told_that_is_not_known():
    """They may be made in a moment, or not be readable; what remains is no empty object, which cannot be written."""
    assert hidden.show(view(keys={}), []).tor is None


def test_conditions_are_there_for_what_is_on():
    """Each network has two, and I2P here offers RPC alone."""
    i2p = OnI2p(spec=I2p(enabled=True), image="a", has_rpc=True)
    quiet = health.Hidden(ready=True)
    nodes = [node(status=build.status(tor=TOR, i2p=quiet))]

    assert verdicts(hidden.show(view(), nodes)) == {"TorReady": "RoutersReady", "OnionPeersAvailable": "HasHiddenPeers"}
    assert verdicts(hidden.show(view(i2p=i2p), nodes)) == {
        "TorReady": "RoutersReady",
        "OnionPeersAvailable": "HasHiddenPeers",
        "I2PReady": "RoutersReady",
        "I2PPeersAvailable": "HiddenPeersNotExpected",
    }
    assert hidden.show(view(anonymity=Anonymity()), nodes) == hidden.NOTHING


def test_a_balancer_counts_where_one_onion_is_shared():
    """Nodes with an onion each need none."""
    assert verdicts(hidden.show(view(deployments={}), [node()]))["TorReady"] == "BalancerUnavailable"
    assert verdicts(hidden.show(view(deployments={}, tor={"is_balanced": False}), [node()]))["TorReady"] == (
        "RoutersReady"
    )


def test_that_clients_leave_no_shared_onion_is_told():
    """Who has one node has its onion, and who asked for none misses none."""
    shop = (Client(name="shop", public_key="KCTBICNR3XIDEXU3C23QBZYZ5F3SYBYABMN5O6DOSB6GKPJAJFOQ"),)

    def reason(replicas: int = 2, **tor: Any) -> str:
        on = {"spec": Tor(enabled=True, clients=shop, **tor), "is_balanced": False}
        return hidden.show(view(tor=on, replicas=replicas), [node()]).conditions[0].reason

    assert [reason(), reason(1), reason(balanced=False)] == ["RoutersReadyApart", "RoutersReady", "RoutersReady"]


def test_where_everything_goes_by_tor_any_peer_is_an_onion_peer():
    """The peers that a node counts as ordinary ones came by Tor."""
    on = OnTor(spec=Tor(), image="a")
    shown = hidden.show(view(anonymity=Anonymity(tor=on, transport="tor")), [node()])

    assert verdicts(shown)["OnionPeersAvailable"] == "HasPeers"


def test_whether_a_set_has_left_the_clearnet_is_told_where_it_is_to_leave_it():
    """With any other wish there is nothing to wait for."""

    def locked(clearnet: Any, *, is_locked: bool = False) -> bool | None:
        told = hidden.show(view(tor={"spec": Tor(enabled=True, clearnet=clearnet)}, is_locked=is_locked), []).tor
        return told.locked if told else None

    assert locked("allowed") is None
    assert locked("never", is_locked=True) is True
    assert locked("never") is False
    assert locked("untilSynced") is False
    assert locked("untilSynced", is_locked=True) is True


def test_a_wrong_spec_lets_stand_what_was_said():
    """Nothing is changed then, so the addresses still hold; conditions about other things are made anew."""
    told = TorStatus(address="front")
    ready = Condition("TorReady", "True", "RoutersReady")
    before = NodesStatus(tor=told, conditions=(Condition("Ready", "True", "AllReady"), ready))

    assert hidden.kept(before) == Shown(tor=told, conditions=(ready,))
