# SPDX-License-Identifier: Apache-2.0
"""Gathers what the caches know of one custom resource. No request is made here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kubeloop.cache.store import Entry
from kubeloop.objects import owner
from kubeloop.objects.metadata import Key, Metadata
from monero_operator import facts, naming
from monero_operator.observe.sources import Informers


def network(
    informers: Informers, metadata: Metadata, daemons: Mapping[str, facts.Daemon], obstacles: facts.Obstacles
) -> facts.NetworkFacts:
    """Return the facts of a network."""
    statefulsets = dict(_by_ordinal(informers.statefulsets.store.owned_by(metadata.uid), metadata.name))
    pods = {
        ordinal: pod
        for ordinal, found in statefulsets.items()
        if (pod := _pod(informers, metadata, naming.network_pod(metadata.name, ordinal), found))
    }
    return facts.NetworkFacts(statefulsets=statefulsets, pods=pods, **_seen(informers, metadata, daemons, obstacles))


def node_set(
    informers: Informers, metadata: Metadata, daemons: Mapping[str, facts.Daemon], obstacles: facts.Obstacles
) -> facts.NodeSetFacts:
    """Return the facts of a node set."""
    found = _statefulset(informers, metadata, naming.node_statefulset(metadata.name))
    pods = _pods(informers, found) if found else {}
    configs = informers.config_maps.store.owned_by(metadata.uid)
    config = next((entry.view for entry in configs if entry.metadata.name == naming.config(metadata.name)), None)
    seen = _seen(informers, metadata, daemons, obstacles)
    return facts.NodeSetFacts(statefulset=found, pods=pods, config=config, **seen)


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


def _seen(
    informers: Informers, metadata: Metadata, daemons: Mapping[str, facts.Answer[Any]], obstacles: facts.Obstacles
) -> dict[str, Any]:
    """Return what is seen alike of every kind."""
    services = (entry.view for entry in informers.services.store.owned_by(metadata.uid))
    return {
        "name": metadata.name,
        "services": {service.name: service for service in services if service},
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


def _pods(informers: Informers, statefulset: facts.StatefulSet) -> dict[int, facts.Pod]:
    """Return the pods of one StatefulSet by ordinal, those beyond its replicas that are on their way out included."""
    found = {}
    for entry in informers.pods.store.owned_by(statefulset.uid):
        ordinal = entry.metadata.name.removeprefix(f"{statefulset.name}-")
        if entry.view and ordinal.isdecimal():
            found[int(ordinal)] = entry.view
    return dict(sorted(found.items()))


def _pod(informers: Informers, metadata: Metadata, name: str, statefulset: facts.StatefulSet) -> facts.Pod | None:
    entry = informers.pods.store.get(Key(metadata.namespace, name))
    controller = owner.controller_of(entry.metadata) if entry else None
    return entry.view if entry and controller and controller.uid == statefulset.uid else None
