# SPDX-License-Identifier: Apache-2.0
"""Gathers what the caches know of one custom resource. No request is made here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from kubeloop.cache.store import Entry
from kubeloop.informer.shared import Informer
from kubeloop.objects import owner
from kubeloop.objects.metadata import Key, Metadata
from monero_operator import facts, naming
from monero_operator.naming import OwnerKind
from monero_operator.observe.sources import Informers

V = TypeVar("V")


def network(
    informers: Informers, metadata: Metadata, daemons: Mapping[str, facts.Daemon], obstacles: facts.Obstacles
) -> facts.NetworkFacts:
    """Return the facts of a network."""
    statefulsets = dict(_by_ordinal(informers.statefulsets.store.owned_by(metadata.uid), metadata.name))
    pods = _nodes(informers, OwnerKind.NETWORK, metadata.key, statefulsets)
    claims = dict(_claims(informers, OwnerKind.NETWORK, metadata.key))
    seen = _seen(informers, metadata, daemons, obstacles)
    return facts.NetworkFacts(statefulsets=statefulsets, pods=pods, claims=claims, **seen)


def node_set(
    informers: Informers, metadata: Metadata, daemons: Mapping[str, facts.Daemon], obstacles: facts.Obstacles
) -> facts.NodeSetFacts:
    """Return the facts of a node set."""
    found = _statefulset(informers, metadata, naming.node_statefulset(metadata.name))
    statefulsets = dict.fromkeys(range(naming.MAX_REPLICAS), found) if found else {}
    pods = _nodes(informers, OwnerKind.NODE_SET, metadata.key, statefulsets)
    claims = dict(_claims(informers, OwnerKind.NODE_SET, metadata.key))
    seen = _seen(informers, metadata, daemons, obstacles)
    config = seen["config_maps"].get(naming.config(metadata.name))
    return facts.NodeSetFacts(statefulset=found, pods=pods, claims=claims, config=config, **seen)


def mining_set(
    informers: Informers,
    metadata: Metadata,
    miners: Mapping[str, facts.Answer[facts.Mining]],
    obstacles: facts.Obstacles,
) -> facts.MiningFacts:
    """Return the facts of a mining set."""
    found = _statefulset(informers, metadata, naming.mining_statefulset(metadata.name))
    pods = _pods(informers, found) if found else {}
    return facts.MiningFacts(statefulset=found, pods=pods, **_seen(informers, metadata, miners, obstacles))


def orphans(informers: Informers, kind: OwnerKind, key: Key) -> tuple[facts.Pod, ...]:
    """Return the nodes of a custom resource that nothing controls."""
    return tuple(_nodes(informers, kind, key, {}).values()) if kind is not OwnerKind.MINING_SET else ()


def _seen(
    informers: Informers, metadata: Metadata, daemons: Mapping[str, facts.Answer[Any]], obstacles: facts.Obstacles
) -> dict[str, Any]:
    """Return what is seen alike of every kind."""
    return {
        "name": metadata.name,
        "services": _by_name(informers.services, metadata.uid),
        "config_maps": _by_name(informers.config_maps, metadata.uid),
        "deployments": _by_name(informers.deployments, metadata.uid),
        "daemons": dict(daemons),
        "monitoring": _monitoring(informers, metadata.uid),
        "unreadable": tuple(_unreadable(informers, metadata.uid)),
        "obstacles": obstacles,
    }


def _by_name(informer: Informer[Any, V], uid: str) -> dict[str, V]:
    owned = informer.store.owned_by(uid)
    return {entry.metadata.name: entry.view for entry in owned if entry.view is not None}


def _monitoring(informers: Informers, uid: str) -> facts.Monitoring:
    served = {name: informer for name, informer in informers.monitoring().items() if not informer.is_absent}
    found = (entry.view for informer in served.values() for entry in informer.store.owned_by(uid))
    return facts.Monitoring(kinds=frozenset(served), found=tuple(monitor for monitor in found if monitor))


def _unreadable(informers: Informers, uid: str) -> Iterator[facts.Unreadable]:
    for kind, informer in informers.children().items():
        for entry in informer.store.owned_by(uid):
            if entry.error:
                yield facts.Unreadable(kind=kind, name=entry.metadata.name, problem=entry.error)


def _by_ordinal(entries: tuple[Entry[facts.StatefulSet], ...], network: str) -> Iterator[tuple[int, facts.StatefulSet]]:
    for entry in entries:
        ordinal = entry.metadata.name.removeprefix(f"{network}-")
        if entry.view and ordinal.isdecimal():
            yield int(ordinal), entry.view


def _statefulset(informers: Informers, metadata: Metadata, name: str) -> facts.StatefulSet | None:
    entries = informers.statefulsets.store.owned_by(metadata.uid)
    return next((entry.view for entry in entries if entry.metadata.name == name), None)


def _pods(informers: Informers, statefulset: facts.StatefulSet) -> dict[int, facts.Pod]:
    """Return the pods of one StatefulSet by ordinal, those beyond its replicas that are on their way out included."""
    found = {}
    for entry in informers.pods.store.owned_by(statefulset.uid):
        ordinal = entry.metadata.name.removeprefix(f"{statefulset.name}-")
        if entry.view and ordinal.isdecimal():
            found[int(ordinal)] = entry.view
    return dict(sorted(found.items()))


def _nodes(
    informers: Informers, kind: OwnerKind, key: Key, statefulsets: Mapping[int, facts.StatefulSet]
) -> dict[int, facts.Pod]:
    """Return the pods by ordinal: those of its StatefulSet, or while there is none, those that nothing controls."""
    found = {}
    for ordinal, name in enumerate(naming.node_pods(kind, key.name)):
        entry = informers.pods.store.get(Key(key.namespace, name))
        if entry and entry.view and _is_of(entry.metadata, kind, key.name, statefulsets.get(ordinal)):
            found[ordinal] = entry.view
    return found


def _is_of(pod: Metadata, kind: OwnerKind, name: str, statefulset: facts.StatefulSet | None) -> bool:
    controller = owner.controller_uid(pod)
    if statefulset is not None and controller:
        return controller == statefulset.uid
    return not controller and pod.labels.get(kind.label) == name


def _claims(informers: Informers, kind: OwnerKind, key: Key) -> Iterator[tuple[int, facts.Claim]]:
    """Yield the claims by ordinal, also those that nothing owns: a volume that stayed is found again by its name."""
    for ordinal, pod in enumerate(naming.node_pods(kind, key.name)):
        entry = informers.claims.store.get(Key(key.namespace, naming.claim(pod)))
        if entry and entry.view and entry.metadata.labels.get(kind.label) == key.name:
            yield ordinal, entry.view
