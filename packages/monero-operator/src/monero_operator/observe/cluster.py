# SPDX-License-Identifier: Apache-2.0
"""Gathers what the caches know of one custom resource. No request is made here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kubeloop.cache.store import Entry
from kubeloop.objects import owner
from kubeloop.objects.metadata import Key, Metadata
from monero_operator import facts, naming
from monero_operator.naming import OwnerKind
from monero_operator.observe.sources import Informers


def network(
    informers: Informers, metadata: Metadata, daemons: Mapping[str, facts.Daemon], obstacles: facts.Obstacles
) -> facts.NetworkFacts:
    """Return the facts of a network."""
    statefulsets = dict(_by_ordinal(informers.statefulsets.store.owned_by(metadata.uid), metadata.name))
    seen = _seen(informers, OwnerKind.NETWORK, metadata, daemons, obstacles)
    pods = _pods(informers, OwnerKind.NETWORK, metadata.key, statefulsets)
    return facts.NetworkFacts(statefulsets=statefulsets, pods=pods, **seen)


def node_set(
    informers: Informers, metadata: Metadata, daemons: Mapping[str, facts.Daemon], obstacles: facts.Obstacles
) -> facts.NodeSetFacts:
    """Return the facts of a node set."""
    found = _statefulset(informers, metadata, naming.node_statefulset(metadata.name))
    statefulsets = dict.fromkeys(range(naming.MAX_REPLICAS), found) if found else {}
    pods = _pods(informers, OwnerKind.NODE_SET, metadata.key, statefulsets)
    seen = _seen(informers, OwnerKind.NODE_SET, metadata, daemons, obstacles)
    return facts.NodeSetFacts(statefulset=found, pods=pods, **seen)


def orphans(informers: Informers, kind: OwnerKind, key: Key) -> tuple[facts.Pod, ...]:
    """Return the pods of a custom resource that nothing controls."""
    return tuple(_pods(informers, kind, key, {}).values())


def _seen(
    informers: Informers,
    kind: OwnerKind,
    metadata: Metadata,
    daemons: Mapping[str, facts.Daemon],
    obstacles: facts.Obstacles,
) -> dict[str, Any]:
    """Return what is seen alike of every kind."""
    services = (entry.view for entry in informers.services.store.owned_by(metadata.uid))
    return {
        "name": metadata.name,
        "services": {service.name: service for service in services if service},
        "claims": dict(_claims(informers, kind, metadata.key)),
        "daemons": dict(daemons),
        "unreadable": tuple(_unreadable(informers, metadata.uid)),
        "obstacles": obstacles,
    }


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


def _pods(
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
