# SPDX-License-Identifier: Apache-2.0
"""How a live object becomes a fact: what is read of each kind, and what of that is kept."""

from __future__ import annotations

from datetime import datetime

import msgspec

from kubeloop.objects.metadata import Metadata
from monero_operator import facts, naming
from monero_operator.desired import configmap, routers, secret, shapes, statefulset

STARTING = frozenset({"ContainerCreating", "PodInitializing"})
"""Waiting reasons of a pod that is on its way."""


class _Read(msgspec.Struct, frozen=True, rename="camel"):
    """Base of what is only read."""


class _SetStatus(_Read, frozen=True):
    observed_generation: int = 0
    update_revision: str = ""


class LiveStatefulSet(shapes.StatefulSet, frozen=True, kw_only=True):
    """A StatefulSet with its status."""

    status: _SetStatus = _SetStatus()


class _DeploymentStatus(_Read, frozen=True):
    available_replicas: int = 0


class LiveDeployment(shapes.Deployment, frozen=True, kw_only=True):
    """A Deployment with its status."""

    status: _DeploymentStatus = _DeploymentStatus()


class _PodCondition(_Read, frozen=True):
    type: str
    status: str
    reason: str = ""
    message: str = ""
    last_transition_time: datetime | None = None


class _WaitingState(_Read, frozen=True):
    reason: str = ""
    message: str = ""


class _TerminatedState(_Read, frozen=True):
    started_at: datetime | None = None
    finished_at: datetime | None = None


class _ContainerState(_Read, frozen=True):
    waiting: _WaitingState | None = None
    terminated: _TerminatedState | None = None


class _ContainerStatus(_Read, frozen=True):
    name: str
    restart_count: int = 0
    state: _ContainerState = _ContainerState()
    last_state: _ContainerState = _ContainerState()


class _PodMetadata(Metadata, frozen=True, kw_only=True):
    creation_timestamp: datetime | None = None


class _PodStatus(_Read, frozen=True):
    start_time: datetime | None = None
    pod_ip: str = msgspec.field(default="", name="podIP")
    conditions: tuple[_PodCondition, ...] = ()
    init_container_statuses: tuple[_ContainerStatus, ...] = ()
    container_statuses: tuple[_ContainerStatus, ...] = ()

    @property
    def all_containers(self) -> tuple[_ContainerStatus, ...]:
        return self.init_container_statuses + self.container_statuses


class _Container(_Read, frozen=True):
    name: str
    image: str = ""
    args: tuple[str, ...] = ()


class _PodSpec(_Read, frozen=True):
    containers: tuple[_Container, ...] = ()


class LivePod(_Read, frozen=True):
    """What is read of a pod."""

    metadata: _PodMetadata
    spec: _PodSpec = _PodSpec()
    status: _PodStatus = _PodStatus()


class _ClaimSpec(_Read, frozen=True):
    resources: shapes.ResourceRequirements = shapes.ResourceRequirements()


class LiveClaim(_Read, frozen=True):
    """What is read of a claim."""

    metadata: Metadata
    spec: _ClaimSpec = _ClaimSpec()


def of_statefulset(live: LiveStatefulSet) -> facts.StatefulSet:
    """Return what is kept of a StatefulSet."""
    metadata, spec = live.metadata, live.spec
    is_seen = live.status.observed_generation == metadata.generation
    return facts.StatefulSet(
        name=metadata.name,
        uid=metadata.uid,
        replicas=spec.replicas,
        update_revision=live.status.update_revision if is_seen else "",
        network=metadata.labels.get(naming.LABEL_NETWORK, ""),
        template=metadata.labels.get(naming.LABEL_TEMPLATE, ""),
        made_for=metadata.annotations.get(naming.ANNOTATION_MADE_FOR, ""),
        is_upgrading=naming.ANNOTATION_UPGRADING in metadata.annotations,
        when_deleted=spec.persistent_volume_claim_retention_policy.when_deleted,
        when_scaled=spec.persistent_volume_claim_retention_policy.when_scaled,
        disk_size=next((claim.spec.resources.requests.get("storage", "") for claim in spec.volume_claim_templates), ""),
        default_image=metadata.annotations.get(naming.ANNOTATION_DEFAULT_IMAGE, ""),
        dials=statefulset.dials(live),
        is_locked=statefulset.are_locked(live.spec.template.spec.containers),
        is_terminating=metadata.is_terminating,
    )


def of_deployment(live: LiveDeployment) -> facts.Deployment:
    """Return what is kept of a Deployment."""
    return facts.Deployment(
        name=live.metadata.name,
        uid=live.metadata.uid,
        is_available=live.status.available_replicas > 0,
        is_terminating=live.metadata.is_terminating,
    )


def of_service(live: shapes.Service) -> facts.Service:
    """Return what is kept of a Service."""
    ordinal = live.metadata.labels.get(naming.LABEL_ORDINAL, "")
    return facts.Service(
        name=live.metadata.name,
        uid=live.metadata.uid,
        ordinal=int(ordinal) if ordinal.isdecimal() else None,
        cluster_ip=live.spec.cluster_ip,
        node_ports={port.name: str(port.node_port) for port in live.spec.ports if port.node_port},
        is_terminating=live.metadata.is_terminating,
    )


def of_claim(live: LiveClaim) -> facts.Claim:
    """Return what is kept of a claim."""
    metadata = live.metadata
    return facts.Claim(
        name=metadata.name,
        uid=metadata.uid,
        version=metadata.resource_version,
        size=live.spec.resources.requests.get("storage", ""),
        network=metadata.labels.get(naming.LABEL_NETWORK, ""),
        owners=metadata.owner_references,
        is_terminating=metadata.is_terminating,
    )


def of_config_map(live: shapes.ConfigMap) -> facts.ConfigMap:
    """Return what is kept of a ConfigMap."""
    return facts.ConfigMap(
        name=live.metadata.name,
        uid=live.metadata.uid,
        contents=configmap.contents(live),
        written=configmap.by_ordinal(live, naming.ANNOTATION_WRITTEN),
        outdated=configmap.by_ordinal(live, naming.ANNOTATION_OUTDATED),
        is_locked=naming.ANNOTATION_LOCKED in live.metadata.annotations,
        has_p2p=routers.has_p2p(live),
        is_terminating=live.metadata.is_terminating,
    )


def of_secret(head: secret.Head) -> bool:
    """Return what is kept of a Secret beside its plain metadata: whether it asks to be filled with keys."""
    return head.asks_for_keys


def of_monitor(live: shapes.PodMonitor | shapes.PrometheusRule) -> facts.Monitor:
    """Return what is kept of a PodMonitor or PrometheusRule."""
    return facts.Monitor(
        kind="PodMonitor" if isinstance(live, shapes.PodMonitor) else "PrometheusRule",
        name=live.metadata.name,
        uid=live.metadata.uid,
        is_terminating=live.metadata.is_terminating,
    )


def of_pod(live: LivePod) -> facts.Pod:
    """Return what is kept of a pod."""
    conditions = {condition.type: condition for condition in live.status.conditions}
    ready, scheduled = conditions.get("Ready"), conditions.get("PodScheduled")
    worst = max(live.status.all_containers, key=lambda container: container.restart_count, default=None)
    return facts.Pod(
        name=live.metadata.name,
        uid=live.metadata.uid,
        revision=live.metadata.labels.get(naming.LABEL_REVISION, ""),
        image=next((each.image for each in live.spec.containers if each.name == naming.CONTAINER_MONEROD), ""),
        is_locked=statefulset.are_locked(live.spec.containers),
        is_ready=ready is not None and ready.status == "True",
        is_terminating=live.metadata.is_terminating,
        ip=live.status.pod_ip,
        started_at=_started_at(live),
        turned_at=_turned_at(live, ready),
        restarts=worst.restart_count if worst else 0,
        last_run=_last_run(worst) if worst else None,
        waiting=_waiting(live.status),
        unschedulable=scheduled.message if scheduled is not None and scheduled.reason == "Unschedulable" else "",
    )


def _turned_at(live: LivePod, ready: _PodCondition | None) -> datetime | None:
    turned_at = ready.last_transition_time if ready else None
    return turned_at or _started_at(live)


def _started_at(live: LivePod) -> datetime | None:
    return live.status.start_time or live.metadata.creation_timestamp


def _last_run(container: _ContainerStatus) -> facts.Run | None:
    ended = container.last_state.terminated
    if ended is None or ended.started_at is None or ended.finished_at is None:
        return None
    return facts.Run(started_at=ended.started_at, ended_at=ended.finished_at)


def _waiting(status: _PodStatus) -> facts.Waiting | None:
    for container in status.all_containers:
        waiting = container.state.waiting
        if waiting is not None and waiting.reason not in STARTING:
            return facts.Waiting(container=container.name, reason=waiting.reason, message=waiting.message)
    return None
