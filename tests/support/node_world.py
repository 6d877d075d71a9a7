# SPDX-License-Identifier: Apache-2.0
"""A tiny world in memory for node sets: it does what plans say, and starts pods as a StatefulSet controller would.

It remembers with which lines each pod was started, which no real Kubernetes tells.
"""

from itertools import count
from typing import Any

import msgspec

from aiomonero.types.health import Status
from monero_operator import facts, naming
from monero_operator.api.v1alpha1.moneronodeset import MoneroNodeSet
from monero_operator.desired import configmap, shapes, statefulset
from monero_operator.observe import views
from monero_operator.plan.actions import Plan
from monero_operator.plan.nodeset import decide
from tests.support import build

MOST_STEPS = 100


class World:
    """Children and pods of one node set; `taken` are addresses that no Service can have again.

    `keys` are what is known of its keys, and `health` what single nodes say that are not simply in sync.
    Services get `addresses` with a number filled in.
    """

    def __init__(self, *, addresses: str = "10.96.0.{}") -> None:
        self._addresses = addresses
        self.images = build.IMAGES
        self.services: dict[str, shapes.Service] = {}
        self.config_maps: dict[str, shapes.ConfigMap] = {}
        self.deployments: dict[str, shapes.Deployment] = {}
        self.statefulset: shapes.StatefulSet | None = None
        self.pods: dict[int, facts.Pod] = {}
        self.started_with: dict[int, str] = {}
        self.restarted: list[str] = []
        self.taken: set[str] = set()
        self.keys: dict[facts.HiddenNetwork, facts.Keys] = {}
        self.health: dict[int, Status] = {}
        self._numbers = count(1)

    def look(self) -> facts.NodeSetFacts:
        """Return what can be seen."""
        return facts.NodeSetFacts(
            name="regtest",
            services={name: views.of_service(found) for name, found in self.services.items()},
            config_maps={name: views.of_config_map(found) for name, found in self.config_maps.items()},
            deployments={name: facts.Deployment(name=name, uid=name) for name in self.deployments},
            config=views.of_config_map(self.config) if self.config else None,
            statefulset=self._seen_statefulset(),
            pods=dict(self.pods),
            daemons={
                pod.name: facts.Looked(self.health.get(ordinal, build.status()), build.NOW)
                for ordinal, pod in self.pods.items()
            },
            keys=dict(self.keys),
            obstacles=facts.Obstacles(taken_addresses=frozenset(self.taken)),
        )

    def step(self, node_set: MoneroNodeSet) -> tuple[Plan, int]:
        """Decide once and do it; return the plan and how many writes it took."""
        plan = decide.decide(node_set, self.look(), self.images, build.NOW)
        writes = sum(self._apply(child) for child in plan.apply) + len(plan.delete)
        for deletion in plan.delete:
            self._kept(deletion.kind).pop(deletion.name)
        restarts = () if writes else plan.restart
        for restart in restarts:
            self.restarted.append(restart.pod)
            self.pods = {ordinal: pod for ordinal, pod in self.pods.items() if pod.uid != restart.uid}
        self._run_pods()
        return plan, writes + len(restarts)

    def settle(self, node_set: MoneroNodeSet) -> Plan:
        """Step until a plan writes nothing; return that plan."""
        for _ in range(MOST_STEPS):
            plan, writes = self.step(node_set)
            if not writes:
                return plan
        raise AssertionError(f"still writing after {MOST_STEPS} steps")

    @property
    def config(self) -> shapes.ConfigMap | None:
        """The ConfigMap with what differs by ordinal."""
        return self.config_maps.get(naming.config("regtest"))

    def _kept(self, kind: str) -> dict[str, Any]:
        kinds: dict[str, dict[str, Any]] = {
            "Service": self.services,
            "ConfigMap": self.config_maps,
            "Deployment": self.deployments,
        }
        return kinds[kind]

    def _apply(self, child: shapes.Child) -> bool:
        before: shapes.Child | None
        match child:
            case shapes.Service():
                before = self.services.get(child.metadata.name)
                child = self._allocated(child)
                self.services[child.metadata.name] = child
            case shapes.ConfigMap() | shapes.Deployment():
                kept = self._kept(type(child).__name__)
                before, kept[child.metadata.name] = kept.get(child.metadata.name), child
            case shapes.StatefulSet():
                before, self.statefulset = self.statefulset, child
            case shapes.DisruptionBudget():
                before = child
        return before != child

    def _allocated(self, child: shapes.Service) -> shapes.Service:
        address = child.spec.cluster_ip or self._addresses.format(next(self._numbers))
        assert address not in self.taken
        ports = child.spec.ports
        if child.spec.type != "ClusterIP":
            ports = tuple(
                port if port.node_port else msgspec.structs.replace(port, node_port=30000 + next(self._numbers))
                for port in ports
            )
        return msgspec.structs.replace(child, spec=msgspec.structs.replace(child.spec, cluster_ip=address, ports=ports))

    def _seen_statefulset(self) -> facts.StatefulSet | None:
        if self.statefulset is None:
            return None
        labels, annotations = self.statefulset.metadata.labels, self.statefulset.metadata.annotations
        return facts.StatefulSet(
            name=self.statefulset.metadata.name,
            uid="set",
            replicas=self.statefulset.spec.replicas,
            update_revision=labels[naming.LABEL_TEMPLATE],
            network=labels[naming.LABEL_NETWORK],
            template=labels[naming.LABEL_TEMPLATE],
            made_for=annotations[naming.ANNOTATION_MADE_FOR],
            is_upgrading=naming.ANNOTATION_UPGRADING in annotations,
            default_image=annotations.get(naming.ANNOTATION_DEFAULT_IMAGE, ""),
            is_locked=statefulset.are_locked(self.statefulset.spec.template.spec.containers),
        )

    def _run_pods(self) -> None:
        if self.statefulset is None:
            return
        replicas = self.statefulset.spec.replicas
        self.pods = {ordinal: pod for ordinal, pod in self.pods.items() if ordinal < replicas}
        for ordinal in set(range(replicas)) - self.pods.keys():
            self.pods[ordinal] = self._start(ordinal)

    def _start(self, ordinal: int) -> facts.Pod:
        assert self.statefulset is not None
        mounted = {
            volume.config_map.name
            for volume in self.statefulset.spec.template.spec.volumes
            if volume.config_map and not volume.config_map.optional
        }
        assert mounted <= self.config_maps.keys()
        if self.config is not None and self.config.metadata.name in mounted:
            self.started_with[ordinal] = configmap.contents(self.config)[ordinal]
        return build.pod(
            ordinal,
            name=naming.node_pod("regtest", ordinal),
            uid=f"pod-{next(self._numbers)}",
            revision=self.statefulset.metadata.labels[naming.LABEL_TEMPLATE],
            is_locked=statefulset.are_locked(self.statefulset.spec.template.spec.containers),
        )
