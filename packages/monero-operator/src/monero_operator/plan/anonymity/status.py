# SPDX-License-Identifier: Apache-2.0
"""What a status says of Tor and I2P: addresses by the keys, how each node's router is, and the conditions of both."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import msgspec

from aiomonero.types.health import Status
from aiomonero.types.network import Network
from kubeloop.objects.condition import Condition
from monero_operator import naming
from monero_operator.api.v1alpha1.anonymity import HiddenNodeStatus, I2pStatus, TorNodeStatus, TorStatus
from monero_operator.api.v1alpha1.nodes import NodesStatus
from monero_operator.conditions import hidden_peers, router_ready
from monero_operator.conditions.hidden_peers import Meeting
from monero_operator.desired.anonymity import Anonymity, OnTor
from monero_operator.facts import Deployment, HiddenNetwork, KeyRing, Keys, Node, Seen
from monero_operator.keys import entries
from monero_operator.plan.anonymity import absence, lock
from monero_operator.plan.anonymity.addresses import Addresses
from monero_operator.plan.config import Config

_UNKNOWN = KeyRing(name="", uid="", version="")
_OWN_RPC = "rpc"
"""The name of what each node serves by itself, as its agent has it."""
_Told = TypeVar("_Told", TorStatus, I2pStatus)


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of a status that are about Tor and I2P; None where it is off."""

    tor: TorStatus | None = None
    i2p: I2pStatus | None = None
    conditions: tuple[Condition, ...] = ()


NOTHING = Shown()


class View(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be told of: a set whose settings stand at `prefix` of the resource, and what was seen of it.

    `replicas` is how many nodes are asked for, `has_tls` says that the RPC speaks https, `flags` are those of the
    user's arguments, and `is_locked` says that no pod runs that talks to others than its routers.
    """

    name: str
    prefix: str
    replicas: int
    network: Network
    anonymity: Anonymity
    keys: dict[HiddenNetwork, Keys] = {}
    deployments: dict[str, Deployment] = {}
    has_tls: bool = False
    flags: frozenset[str] = frozenset()
    is_offline: bool = False
    is_locked: bool = False


def view(config: Config, facts: Seen[Status], there: Sequence[Node], *, prefix: str, is_offline: bool) -> View:
    """Return what is to be told of a spec that is carried out; `there` are all nodes, those on their way out too."""
    # By a transport pods are made from the first on.
    is_carried_out = config.anonymity.transport != "clearnet" or lock.is_carried_out(there)
    return View(
        name=facts.name,
        prefix=prefix,
        replicas=len(there),
        network=config.network,
        anonymity=config.anonymity,
        keys=facts.keys,
        deployments=facts.deployments,
        has_tls=config.spec.rpc.tls_secret_ref is not None,
        flags=frozenset(argument.flag for argument in config.arguments),
        is_offline=is_offline,
        is_locked=config.anonymity.is_locked and is_carried_out,
    )


def show(view: View, nodes: Sequence[Node], *, before: NodesStatus | None = None) -> Shown:
    """Return what to say of these nodes; an object without content would be null to the API server, and be refused.

    While nothing is changed, an address that was told `before` is served still, whatever is asked for.
    """
    wanted, was = view.anonymity, before or NodesStatus()
    conditions = (found for at in view.anonymity.enabled for found in _conditions(view, at, nodes))
    return Shown(
        tor=_held(_at_tor(view, nodes) if wanted.tor else None, was.tor),
        i2p=_held(_at_i2p(view, nodes) if wanted.i2p else None, was.i2p),
        conditions=tuple(conditions),
    )


def _held(now: _Told | None, before: _Told | None) -> _Told | None:
    return before if before and (now is None or (before.address and not now.address)) else now


def kept(before: NodesStatus) -> Shown:
    """Return what was said before: while a spec cannot be carried out, nothing is changed."""
    types = {*router_ready.TYPES.values(), *hidden_peers.TYPES.values()}
    conditions = tuple(found for found in before.conditions if found.type in types)
    return Shown(tor=before.tor, i2p=before.i2p, conditions=conditions)


def _conditions(view: View, at: HiddenNetwork, nodes: Sequence[Node]) -> Iterator[Condition]:
    tor = view.anonymity.tor if at == "tor" else None
    balancer = naming.balancer(view.name) if tor and tor.is_balanced else ""
    found, is_apart = view.deployments.get(balancer), tor is not None and _is_apart(tor, view.replicas)
    yield router_ready.evaluate(at, nodes, balancer=balancer, found=found, is_apart=is_apart)
    why = absence.of(view.anonymity, at, view.flags, field=f"{view.prefix}.{at}", is_alone=view.is_offline)
    meeting = Meeting.EVERYTHING if view.anonymity.transport == at else Meeting.TRANSACTIONS
    yield hidden_peers.evaluate(at, nodes, meeting, absence=why, is_offline=view.is_offline)


def _is_apart(tor: OnTor, replicas: int) -> bool:
    """Say whether nodes share no onion for the clients' sake, though they were asked to share one."""
    return replicas > 1 and tor.has_rpc and tor.spec.balanced and bool(tor.spec.clients)


def _at_tor(view: View, nodes: Sequence[Node]) -> TorStatus | None:
    known = _addresses(view, "tor")
    each = tuple(_onion(known, node) for node in nodes if node.pod)
    told = TorStatus(**_shared(view, known), locked=_locked(view), nodes=each)
    return None if told == TorStatus() else told


def _at_i2p(view: View, nodes: Sequence[Node]) -> I2pStatus | None:
    known = _addresses(view, "i2p")
    each = tuple(HiddenNodeStatus(**_node(known, node)) for node in nodes if node.pod)
    told = I2pStatus(**_shared(view, known), nodes=each)
    return None if told == I2pStatus() else told


def _addresses(view: View, at: HiddenNetwork) -> Addresses:
    ring = view.keys.get(at, Keys()).served or _UNKNOWN
    return Addresses(at=at, network=view.network, wanted=view.anonymity, ring=ring, replicas=view.replicas)


def _shared(view: View, known: Addresses) -> dict[str, Any]:
    """Return what all nodes have together."""
    shared, before = known.shared(), known.shared(entries.PREVIOUS)
    port, scheme = view.network.ports.restricted_rpc, "https" if view.has_tls else "http"
    return {
        "address": shared or None,
        "rpc_url": f"{scheme}://{shared}:{port}" if shared else None,
        "previous_addresses": (before,) if before else (),
        "last_rotation": known.ring.rotated_at or None,
    }


def _locked(view: View) -> bool | None:
    """Say whether a set has left the clearnet, if it is to leave it at all."""
    tor = view.anonymity.tor
    return None if tor is None or tor.spec.clearnet == "allowed" else view.is_locked


def _onion(known: Addresses, node: Node) -> TorNodeStatus:
    told, router = TorNodeStatus(**_node(known, node)), node.hidden("tor")
    if router is None:
        return told
    points = (each.introduction_points for each in router.services if each.name == _OWN_RPC and not each.previous)
    return msgspec.structs.replace(told, bootstrapped=router.bootstrapped, introduction_points=next(points, None))


def _node(known: Addresses, node: Node) -> dict[str, Any]:
    """Return what is told of a node at either network."""
    p2p, rpc, router = known.p2p(node.ordinal), known.rpc(node.ordinal), node.hidden(known.at)
    where = f"{rpc}:{known.network.ports.restricted_rpc}" if rpc else None
    told = {"pod": node.name, "p2p": p2p or None, "rpc": where}
    if router is None:
        return told
    return told | {"ready": router.ready, "peers_in": router.peers_in, "peers_out": router.peers_out}
