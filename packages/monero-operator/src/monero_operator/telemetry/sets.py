# SPDX-License-Identifier: Apache-2.0
"""How the custom resources are, counted when somebody looks: by condition, nodes by sync, rollouts by state.

Only the leading replica tells, as the caches of a standby hold the same. No series is of a single resource, except
where nothing of it serves, its rollout is stuck, or it lacks something at Tor or I2P: that is rare and asks for a
person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, get_args

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from kubeloop.cache.store import Entry
from kubeloop.objects.condition import Condition, Status
from kubeloop.objects.metadata import Key
from monero_operator.api.kinds import Root
from monero_operator.api.reasons import Reason
from monero_operator.api.v1alpha1.nodes import NodesStatus, NodeStatus
from monero_operator.conditions import available, hidden_peers, keys_valid, progressing, router_ready

_STATES: dict[str, str] = {
    Reason.COMPLETE: "complete",
    Reason.SCALED_TO_ZERO: "complete",
    Reason.PARTITIONED: "complete",
    Reason.AWAITING_UPGRADE: "waiting",
    Reason.PAUSED: "paused",
    Reason.CONFIG_INVALID: "invalid",
    Reason.ROLLOUT_STOPPED: "stuck",
    Reason.PROGRESS_DEADLINE_EXCEEDED: "stuck",
}
_ROLLING = "rolling"
"""What any other reason of Progressing means."""
_SYNC = {True: "synced", False: "behind", None: "unknown"}


_Known = tuple[str, Key, Root]
"""A custom resource that can be read: its kind, its key and itself."""


class Sets(Collector):
    """Counts the custom resources of each kind."""

    def __init__(self, resources: Mapping[str, Iterable[Entry[Any]]], is_leading: Callable[[], bool]) -> None:
        self._resources = resources
        self._is_leading = is_leading

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the families; none while another replica leads."""
        if not self._is_leading():
            return
        known = list(self._known())
        yield _by_condition(known)
        yield _nodes(node for _, _, resource in known for node in _nodes_of(resource))
        yield _unavailable(known)
        yield _keys_invalid(known)
        yield _no_hidden_peers(known)
        yield _balancer_unavailable(known)
        yield from _rollouts(known)

    def _known(self) -> Iterator[_Known]:
        for kind, entries in self._resources.items():
            for entry in entries:
                if entry.view is not None:
                    yield kind, entry.metadata.key, entry.view


def _by_condition(known: Iterable[_Known]) -> GaugeMetricFamily:
    family = _family("sets", "Custom resources by what their conditions say.", "kind", "condition", "status")
    counted = Counter(
        (kind, condition.type, condition.status)
        for kind, _, resource in known
        for condition in resource.status.conditions
    )
    # A status that nothing has any more is 0, not gone.
    for kind, condition in sorted({(kind, condition) for kind, condition, _ in counted}):
        for status in get_args(Status):
            family.add_metric([kind, condition, status], counted[kind, condition, status])
    return family


def _nodes_of(resource: Root) -> tuple[NodeStatus, ...]:
    return resource.status.nodes if isinstance(resource.status, NodesStatus) else ()


def _nodes(nodes: Iterable[NodeStatus]) -> GaugeMetricFamily:
    family = _family("nodes", "Nodes by whether they have the chain of their peers, as last heard.", "state")
    counted = Counter(_SYNC[node.synced] for node in nodes)
    for state in _SYNC.values():
        family.add_metric([state], counted[state])
    return family


def _unavailable(known: Iterable[_Known]) -> GaugeMetricFamily:
    # Pods that do not exist have no `up`, so nobody else can tell that a set lost all of them.
    family = _of_one("unavailable", "Always 1: none of this custom resource's pods serves, though it asks for some.")
    for kind, key, resource in known:
        if resource.spec.replicas == 0 or resource.spec.paused:
            continue
        for condition in _conditions(resource, available.TYPE):
            if condition.status == "False":
                family.add_metric([kind, key.namespace, key.name, condition.reason], 1)
    return family


def _keys_invalid(known: Iterable[_Known]) -> GaugeMetricFamily:
    family = _of_one("keys_invalid", "Always 1: this custom resource lacks good keys for Tor or I2P.")
    for kind, key, resource in known:
        for condition in _conditions(resource, keys_valid.TYPE):
            if condition.status == "False":
                family.add_metric([kind, key.namespace, key.name, condition.reason], 1)
    return family


def _no_hidden_peers(known: Iterable[_Known]) -> GaugeMetricFamily:
    family = _of_one(
        "no_hidden_peers",
        "Always 1: nodes of this custom resource should meet peers over this network (zone) and have none.",
        "zone",
    )
    for kind, key, resource in known:
        for zone, about in hidden_peers.TYPES.items():
            for condition in _conditions(resource, about):
                if condition.status == "False" and condition.reason != Reason.HIDDEN_PEERS_NOT_EXPECTED:
                    family.add_metric([kind, key.namespace, key.name, condition.reason, zone], 1)
    return family


def _balancer_unavailable(known: Iterable[_Known]) -> GaugeMetricFamily:
    family = _of_one(
        "balancer_unavailable", "Always 1: the onion that this custom resource's nodes share is not kept up."
    )
    for kind, key, resource in known:
        for condition in _conditions(resource, router_ready.TYPES["tor"]):
            if condition.reason == Reason.BALANCER_UNAVAILABLE:
                family.add_metric([kind, key.namespace, key.name, condition.reason], 1)
    return family


def _rollouts(known: Iterable[_Known]) -> Iterator[GaugeMetricFamily]:
    family = _family("rollouts", "Custom resources by how far the last change of their pods is.", "state")
    stuck = _of_one(
        "rollout_stuck",
        "Always 1: a change of this custom resource's pods stopped half-way, and waits for a person.",
    )
    counted: Counter[str] = Counter()
    for kind, key, resource in known:
        for condition in _conditions(resource, progressing.TYPE):
            state = _STATES.get(condition.reason, _ROLLING)
            counted[state] += 1
            if state == "stuck":
                stuck.add_metric([kind, key.namespace, key.name, condition.reason], 1)
    for state in sorted({_ROLLING, *_STATES.values()}):
        family.add_metric([state], counted[state])
    yield from (family, stuck)


def _conditions(resource: Root, wanted: str) -> Iterator[Condition]:
    return (condition for condition in resource.status.conditions if condition.type == wanted)


def _of_one(name: str, sentence: str, *labels: str) -> GaugeMetricFamily:
    """Return a family whose series are each of one custom resource, and say why."""
    return _family(name, sentence, "kind", "namespace", "set", "reason", *labels)


def _family(name: str, sentence: str, *labels: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"monero_operator_{name}", sentence, labels=labels)
