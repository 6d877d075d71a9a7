# SPDX-License-Identifier: Apache-2.0
"""All that was seen of one custom resource, by kind."""

import math
from datetime import datetime
from typing import Any, Generic

import msgspec

from aiomonero.types.health import Status
from monero_operator import naming
from monero_operator.facts.answer import Answer, Looked, Mining, S
from monero_operator.facts.children import Claim, ConfigMap, Deployment, Monitoring, Service, StatefulSet
from monero_operator.facts.keys import HiddenNetwork, Keys
from monero_operator.facts.obstacles import Obstacles, Unreadable
from monero_operator.facts.pod import Pod
from monero_operator.facts.replica import Miner, Node

STALE_AFTER_SECONDS = 60.0
"""An older answer says nothing about now."""


class Seen(msgspec.Struct, Generic[S], frozen=True, kw_only=True):
    """What was seen of the custom resource called `name`, whatever its kind.

    `may_upgrade` says that few enough others are being brought to what a newer operator makes of them.
    """

    name: str
    services: dict[str, Service] = {}
    config_maps: dict[str, ConfigMap] = {}
    deployments: dict[str, Deployment] = {}
    pods: dict[int, Pod] = {}
    claims: dict[int, Claim] = {}
    daemons: dict[str, Answer[S]] = {}
    unreadable: tuple[Unreadable, ...] = ()
    monitoring: Monitoring = Monitoring()
    obstacles: Obstacles = Obstacles()
    keys: dict[HiddenNetwork, Keys] = {}
    may_upgrade: bool = True

    def _replica(
        self, ordinal: int, name: str, statefulset_name: str, statefulset: StatefulSet | None, now: datetime
    ) -> dict[str, Any]:
        """Return the fields of what is known of one ordinal; an answer that is too old is none."""
        pod = self.pods.get(ordinal)
        answer = self.daemons.get(pod.name) if pod else None
        is_fresh = isinstance(answer, Looked) and (now - answer.at).total_seconds() <= STALE_AFTER_SECONDS
        return {
            "name": name,
            "statefulset_name": statefulset_name,
            "ordinal": ordinal,
            "statefulset": statefulset,
            "pod": pod,
            "is_crashing": pod is not None and pod.is_crashing(now),
            "idle_seconds": _idle_seconds(pod, answer, now),
            "age_seconds": (now - pod.started_at).total_seconds() if pod and pod.started_at else math.inf,
            "status": answer.status if isinstance(answer, Looked) and is_fresh else None,
        }


def _idle_seconds(pod: Pod | None, answer: Answer[Any] | None, now: datetime) -> float:
    moments = (pod.turned_at if pod else None, answer.progressed_at if answer else None)
    since = [moment for moment in moments if moment]
    return (now - max(since)).total_seconds() if since else 0.0


class NetworkFacts(Seen[Status], frozen=True, kw_only=True):
    """All that was seen of a network, which has a StatefulSet for each ordinal."""

    statefulsets: dict[int, StatefulSet] = {}

    @property
    def ordinals(self) -> tuple[int, ...]:
        """The nodes that exist, asked for or not; one that is stopped counts while its pod is there."""
        running = {ordinal for ordinal, found in self.statefulsets.items() if found.replicas}
        return tuple(sorted(running | self.pods.keys()))

    def node(self, ordinal: int, now: datetime) -> Node:
        """Return what is known of one ordinal."""
        name, statefulset_name = naming.network_pod(self.name, ordinal), naming.network_statefulset(self.name, ordinal)
        return Node(**self._replica(ordinal, name, statefulset_name, self.statefulsets.get(ordinal), now))


class SetFacts(Seen[S], Generic[S], frozen=True, kw_only=True):
    """All that was seen of a resource that has one StatefulSet."""

    statefulset: StatefulSet | None = None

    @property
    def ordinals(self) -> tuple[int, ...]:
        """The pods that exist or are made, asked for or not."""
        wanted = set(range(self.statefulset.replicas)) if self.statefulset else set()
        return tuple(sorted(wanted | self.pods.keys()))


class NodeSetFacts(SetFacts[Status], frozen=True, kw_only=True):
    """All that was seen of a node set."""

    config: ConfigMap | None = None

    def node(self, ordinal: int, now: datetime) -> Node:
        """Return what is known of one ordinal."""
        name, statefulset_name = naming.node_pod(self.name, ordinal), naming.node_statefulset(self.name)
        node = Node(**self._replica(ordinal, name, statefulset_name, self.statefulset, now))
        outdated = self.config.outdated.get(ordinal) if self.config else None
        has_old_lines = node.pod is not None and node.pod.uid == outdated
        return msgspec.structs.replace(node, has_old_lines=has_old_lines)


class MiningFacts(SetFacts[Mining], frozen=True, kw_only=True):
    """All that was seen of a mining set."""

    def miner(self, ordinal: int, now: datetime) -> Miner:
        """Return what is known of one ordinal."""
        statefulset_name = naming.mining_statefulset(self.name)
        return Miner(**self._replica(ordinal, f"{statefulset_name}-{ordinal}", statefulset_name, self.statefulset, now))
