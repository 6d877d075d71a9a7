# SPDX-License-Identifier: Apache-2.0
"""Gathers what the caches know of one network. No request is made here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kubeloop.cache.store import Entry
from kubeloop.objects import owner
from kubeloop.objects.metadata import Key
from monero_operator import facts, naming
from monero_operator.api.v1alpha1.moneronetwork import MoneroNetwork
from monero_operator.observe.sources import Informers


def gather(
    informers: Informers,
    network: MoneroNetwork,
    daemons: Mapping[str, facts.Daemon],
    *,
    clashes: tuple[facts.Clash, ...] = (),
    refusals: tuple[facts.Refusal, ...] = (),
    taken_addresses: frozenset[str] = frozenset(),
) -> facts.NetworkFacts:
    """Return the facts of a network; what the last three say is what earlier writes ran into."""
    uid = network.metadata.uid
    statefulsets = dict(_statefulsets(informers.statefulsets.store.owned_by(uid), network.metadata.name))
    services = (entry.view for entry in informers.services.store.owned_by(uid))
    return facts.NetworkFacts(
        name=network.metadata.name,
        statefulsets=statefulsets,
        services={service.name: service for service in services if service},
        pods=dict(_pods(informers, network, statefulsets)),
        daemons=dict(daemons),
        unreadable=tuple(_unreadable(informers, uid)),
        clashes=clashes,
        refusals=refusals,
        taken_addresses=taken_addresses,
    )


def _unreadable(informers: Informers, uid: str) -> Iterator[facts.Unreadable]:
    for kind, informer in informers.children().items():
        for entry in informer.store.owned_by(uid):
            if entry.error:
                yield facts.Unreadable(kind=kind, name=entry.metadata.name, problem=entry.error)


def _statefulsets(
    entries: tuple[Entry[facts.StatefulSet], ...], network: str
) -> Iterator[tuple[int, facts.StatefulSet]]:
    for entry in entries:
        ordinal = entry.metadata.name.removeprefix(f"{network}-")
        if entry.view and ordinal.isdecimal():
            yield int(ordinal), entry.view


def _pods(
    informers: Informers, network: MoneroNetwork, statefulsets: Mapping[int, facts.StatefulSet]
) -> Iterator[tuple[int, facts.Pod]]:
    metadata = network.metadata
    for ordinal, statefulset in statefulsets.items():
        entry = informers.pods.store.get(Key(metadata.namespace, naming.pod(metadata.name, ordinal)))
        controller = owner.controller_of(entry.metadata) if entry else None
        if entry and entry.view and controller and controller.uid == statefulset.uid:
            yield ordinal, entry.view
