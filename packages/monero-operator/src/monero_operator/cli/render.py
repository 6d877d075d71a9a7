# SPDX-License-Identifier: Apache-2.0
"""What the operator would apply for one document, decided by the same plan that decides in a cluster.

Offline there is no API server that gives out addresses and uids: `<allocated>` stands for each of them. The plan is
asked again until what it sees of its own children changes nothing any more.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec

from kubeloop.controller import apply
from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Metadata
from monero_operator import naming
from monero_operator.api.v1alpha1.monerominingnodeset import MoneroMiningNodeSet
from monero_operator.api.v1alpha1.moneronetwork import MoneroNetwork
from monero_operator.api.v1alpha1.moneronodeset import MoneroNodeSet
from monero_operator.cli import strict
from monero_operator.cli.documents import Document
from monero_operator.conditions.statement import ConditionType
from monero_operator.desired import shapes
from monero_operator.facts import (
    HiddenNetwork,
    KeyRing,
    Keys,
    MiningFacts,
    Monitoring,
    NetworkFacts,
    NodeSetFacts,
    Seen,
    Service,
)
from monero_operator.observe import views
from monero_operator.plan.actions import Plan
from monero_operator.plan.mining import decide as mining
from monero_operator.plan.network import decide as network
from monero_operator.plan.nodeset import decide as nodeset
from monero_operator.settings import Images

ALLOCATED = "<allocated>"
MOST_ROUNDS = 10
"""Services come first, and what dials them after that; more rounds than a few would be a plan that never settles."""
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Nothing has happened yet, so no plan of a new resource depends on the time."""

API_VERSION = f"{naming.GROUP}/{naming.VERSION}"


class Way(msgspec.Struct, frozen=True):
    """How a kind is read, seen and decided."""

    root: type[Any]
    facts: type[Seen[Any]]
    plan: Callable[..., Plan]


KINDS = {
    "MoneroNodeSet": Way(MoneroNodeSet, NodeSetFacts, nodeset.decide),
    "MoneroNetwork": Way(MoneroNetwork, NetworkFacts, network.decide),
    "MoneroMiningNodeSet": Way(MoneroMiningNodeSet, MiningFacts, mining.decide),
}

KIND_OF: dict[type[shapes.Child], Kind] = {
    shapes.StatefulSet: shapes.STATEFULSETS,
    shapes.Deployment: shapes.DEPLOYMENTS,
    shapes.Service: shapes.SERVICES,
    shapes.DisruptionBudget: shapes.DISRUPTION_BUDGETS,
    shapes.ConfigMap: shapes.CONFIG_MAPS,
    shapes.PodMonitor: shapes.POD_MONITORS,
    shapes.PrometheusRule: shapes.PROMETHEUS_RULES,
}
NO_MONITORING = Monitoring()
MONITORING = Monitoring(kinds=frozenset({shapes.PodMonitor.__name__, shapes.PrometheusRule.__name__}))


class Rendered(msgspec.Struct, frozen=True):
    """The children of a resource as they would be applied, or why there are none; a note is no problem."""

    children: tuple[dict[str, Any], ...] = ()
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def render(document: Document, images: Images, namespace: str, *, monitoring: Monitoring = NO_MONITORING) -> Rendered:
    """Return what would be applied for a document; `namespace` is where it goes if it names none.

    `monitoring` says which kinds of Prometheus Operator the cluster is to have.
    """
    if note := _foreign(document.content):
        return Rendered(notes=(note,))
    try:
        resource, way = _resource(document, namespace)
    except strict.Refused as refusal:
        return Rendered(problems=tuple(str(sentence) for sentence in refusal.args))
    settled = _settle(way, resource, images, monitoring)
    return Rendered(tuple(_body(child) for child in settled.apply), tuple(_findings(settled)))


def _foreign(content: object) -> str:
    """Return what to say of an object of another group, such as the Secret that a resource names; nothing for ours."""
    if not isinstance(content, dict) or not isinstance(version := content.get("apiVersion"), str):
        return ""
    is_ours = version.partition("/")[0] == naming.GROUP
    return "" if is_ours else f"is a {content.get('kind')} of {version}, which is not the operator's: passed over"


def _resource(document: Document, namespace: str) -> tuple[Any, Way]:
    content = document.content
    if document.problem:
        raise strict.Refused(document.problem)
    if not isinstance(content, dict):
        raise strict.Refused("is no Kubernetes object, which would be a mapping with apiVersion and kind")
    kind, version = str(content.get("kind")), content.get("apiVersion")
    if kind not in KINDS or version != API_VERSION:
        known = ", ".join(KINDS)
        raise strict.Refused(f"is a {kind} of {version}, and only resources of {API_VERSION} are rendered: {known}")
    way = KINDS[kind]
    return _named(strict.convert(content, way.root), namespace), way


def _named(resource: Any, namespace: str) -> Any:
    """Return the resource as the API server would have stored it."""
    given: Metadata = resource.metadata
    if not given.name:
        raise strict.Refused("metadata.name: a name is needed")
    stored = msgspec.structs.replace(
        given, namespace=given.namespace or namespace, uid=ALLOCATED, generation=1, deletion_timestamp=""
    )
    return msgspec.structs.replace(resource, metadata=stored)


def _settle(way: Way, resource: Any, images: Images, monitoring: Monitoring) -> Plan:
    facts = way.facts(name=resource.metadata.name, monitoring=monitoring, keys=_KEYS)
    for _ in range(MOST_ROUNDS):
        decided = way.plan(resource, facts, images, NEVER)
        seen = msgspec.structs.replace(facts, services=_services(decided))
        if seen == facts:
            break
        facts = seen
    return decided


_ENTRIES = ("rpc", *(f"{name}-{ordinal}" for name in ("rpc", "p2p") for ordinal in range(naming.MAX_REPLICAS)))
_RING = KeyRing(name=ALLOCATED, uid=ALLOCATED, version=ALLOCATED, addresses=dict.fromkeys(_ENTRIES, ALLOCATED))
_KEYS: dict[HiddenNetwork, Keys] = {"tor": Keys(served=_RING), "i2p": Keys(served=_RING)}
"""Keys as they would be seen once the operator has made them."""


def _services(decided: Plan) -> dict[str, Service]:
    """Return the Services of a plan as they would be seen once the API server has given each its address."""
    made = (child for child in decided.apply if isinstance(child, shapes.Service))
    return {child.metadata.name: _seen(child) for child in made}


def _seen(child: shapes.Service) -> Service:
    seen = views.of_service(child)
    given = {port.name: ALLOCATED for port in child.spec.ports if child.spec.type != "ClusterIP"}
    return msgspec.structs.replace(
        seen, uid=ALLOCATED, cluster_ip=seen.cluster_ip or ALLOCATED, node_ports=given | seen.node_ports
    )


def _body(child: shapes.Child) -> dict[str, Any]:
    content = apply.manifest(KIND_OF[type(child)], child)
    if ALLOCATED in str(content.get("spec", content.get("data"))):
        # A fingerprint of what holds addresses is as unknown as they are.
        _hide(content["metadata"]["labels"], naming.LABEL_TEMPLATE)
        _hide(content["metadata"].get("annotations", {}), naming.ANNOTATION_WRITTEN)
    return content


def _hide(values: dict[str, str], key: str) -> None:
    if key in values:
        values[key] = ALLOCATED


def _findings(decided: Plan) -> list[str]:
    conditions = decided.status.conditions if decided.status else ()
    about = ConditionType.CONFIG_VALID.value
    return [f"{each.reason}: {each.message}" for each in conditions if each.type == about and each.status == "False"]
