# SPDX-License-Identifier: Apache-2.0
"""A tiny world in memory for volumes: StatefulSets of a network or a node set, their pods and claims, step by step.

Its controllers are as Kubernetes' own in what decides whether a volume lives: a StatefulSet adopts pods that nobody
controls, gives a claim its owners while its pod exists and at no other time, and sees nothing while it is terminating;
who is deleted with orphaning frees what it owns; what has owners goes when all of them are gone.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from itertools import count
from typing import Any

import msgspec

from kubeloop.objects.metadata import OwnerReference
from monero_operator import facts, naming
from monero_operator.api.v1alpha1.moneronetwork import MoneroNetwork
from monero_operator.api.v1alpha1.moneronodeset import MoneroNodeSet
from monero_operator.desired import shapes
from monero_operator.naming import OwnerKind
from monero_operator.plan.actions import ClaimChange, Deletion, Plan
from monero_operator.plan.network import decide as of_network
from monero_operator.plan.nodeset import decide as of_node_set
from tests.support import build

Resource = MoneroNetwork | MoneroNodeSet
Write = shapes.StatefulSet | ClaimChange | Deletion


@dataclasses.dataclass
class Set:
    """A StatefulSet: what was applied, whether its controller has seen it, and how it is being deleted."""

    uid: str
    applied: shapes.StatefulSet
    is_seen: bool = False
    propagation: str = ""


@dataclasses.dataclass
class Pod:
    """A pod, its revision, and the uid of its controller."""

    uid: str
    revision: str
    controller: str


class Storage:
    """The cluster around one resource; `is_rigid` says that its storage class cannot expand."""

    def __init__(self, resource: Resource) -> None:
        self.resource = resource
        self.is_rigid = False
        self.is_full = False
        self.is_gone = False
        self.sets: dict[str, Set] = {}
        self.pods: dict[str, Pod] = {}
        self.claims: dict[str, facts.Claim] = {}
        self.refusals: tuple[facts.Refusal, ...] = ()
        self._numbers = count(1)

    @property
    def kind(self) -> OwnerKind:
        """The kind of the resource."""
        return OwnerKind.NETWORK if isinstance(self.resource, MoneroNetwork) else OwnerKind.NODE_SET

    @property
    def sizes(self) -> dict[str, str]:
        """What each claim asks for, by name."""
        return {name: claim.size for name, claim in self.claims.items()}

    @property
    def templates(self) -> set[str]:
        """What the claim templates ask for."""
        return {_template_size(found.applied) for found in self.sets.values()}

    def plan(self) -> Plan:
        """Decide by what can be seen now."""
        if isinstance(self.resource, MoneroNetwork):
            return of_network.decide(self.resource, self._network(), build.IMAGES, build.NOW)
        return of_node_set.decide(self.resource, self._node_set(), build.IMAGES, build.NOW)

    def writes(self) -> tuple[Write, ...]:
        """Return what a plan made now would write about volumes, in its order."""
        plan = self.plan()
        applied = (child for child in plan.apply if isinstance(child, shapes.StatefulSet))
        changed = (child for child in applied if self._differs(child))
        return (*changed, *(found for found in plan.delete if found.kind == "StatefulSet"), *plan.claims)

    def write(self, write: Write) -> None:
        """Do one of them, as the API server would."""
        match write:
            case shapes.StatefulSet():
                self._apply(write)
            case Deletion():
                self.sets[write.name].propagation = write.propagation
            case ClaimChange():
                self._change(write)

    def run_controllers(self) -> None:
        """Let the garbage collector and the StatefulSet controller do all that they would."""
        for name, found in list(self.sets.items()):
            if found.propagation == "Orphan":
                self._free(found.uid)
            if found.propagation or self.is_gone:
                self.sets.pop(name)
        self._collect()
        for found in self.sets.values():
            self._reconcile(found)
        self._collect()

    def settle(self, *, most: int = 60) -> None:
        """Let the operator and the controllers work until nobody has anything to do."""
        for _ in range(most):
            self.run_controllers()
            writes = self.writes()
            if not writes:
                return
            for write in writes:
                self.write(write)
        raise AssertionError(f"still writing after {most} rounds: {writes}")

    def ask(self, **spec: Any) -> None:
        """Edit the spec; `disk_size` is the size of the volumes, wherever it stands."""
        metadata = msgspec.structs.replace(self.resource.metadata, generation=self.resource.metadata.generation + 1)
        whole: Any = self.resource.spec
        size = spec.pop("disk_size", None)
        if size and isinstance(self.resource, MoneroNetwork):
            node = msgspec.structs.replace(self.resource.spec.template.spec, disk_size=size)
            spec["template"] = msgspec.structs.replace(self.resource.spec.template, spec=node)
        elif size:
            spec["disk_size"] = size
        self.resource = msgspec.structs.replace(
            self.resource, metadata=metadata, spec=msgspec.structs.replace(whole, **spec)
        )

    def delete(self) -> None:
        """Delete the resource while the operator is away."""
        self.is_gone = True
        for _ in range(3):
            self.run_controllers()

    def _differs(self, child: shapes.StatefulSet) -> bool:
        found = self.sets.get(child.metadata.name)
        return found is None or (not found.propagation and found.applied != child)

    def _apply(self, child: shapes.StatefulSet) -> None:
        found = self.sets.get(child.metadata.name)
        if found is None:
            self.sets[child.metadata.name] = Set(f"set-{next(self._numbers)}", child)
            return
        assert _template_size(found.applied) == _template_size(child), "the API server refuses another claim template"
        found.applied, found.is_seen = child, False

    def _change(self, change: ClaimChange) -> None:
        claim = self.claims[change.name]
        assert claim.version == change.version
        if self.is_rigid and change.size:
            self.refusals = (facts.Refusal("PersistentVolumeClaim", claim.name, "this class cannot expand"),)
            return
        self._put(
            claim,
            size=change.size or claim.size,
            owners=claim.owners if change.owners is None else change.owners,
        )

    def _put(self, claim: facts.Claim, **changes: Any) -> None:
        version = str(next(self._numbers))
        self.claims[claim.name] = msgspec.structs.replace(claim, version=version, **changes)

    def _free(self, uid: str) -> None:
        for pod in self.pods.values():
            pod.controller = "" if pod.controller == uid else pod.controller
        for claim in list(self.claims.values()):
            self._put(claim, owners=tuple(owner for owner in claim.owners if owner.uid != uid))

    def _collect(self) -> None:
        """Delete what has owners, none of whom is there."""
        there = {found.uid for found in self.sets.values()}
        there |= set() if self.is_gone else {self.resource.metadata.uid}
        self.pods = {name: pod for name, pod in self.pods.items() if not pod.controller or pod.controller in there}
        for name, claim in list(self.claims.items()):
            if claim.owners and not any(claim.goes_with(uid) for uid in there):
                self.claims.pop(name)

    def _reconcile(self, found: Set) -> None:
        found.is_seen = True
        wanted = found.applied.spec
        name, policy = found.applied.metadata.name, wanted.persistent_volume_claim_retention_policy
        for pod in [f"{name}-{ordinal}" for ordinal in range(wanted.replicas)]:
            if pod not in self.pods and not self.is_full:
                self._make(pod, found)
        for pod in [each for each in self.pods if each.rpartition("-")[0] == name]:
            self.pods[pod].controller = self.pods[pod].controller or found.uid
            is_condemned = int(pod.rpartition("-")[2]) >= wanted.replicas
            self._own(naming.claim(pod), found, goes=policy.when_deleted == "Delete")
            if is_condemned:
                self.pods.pop(pod)
                if policy.when_scaled == "Delete":
                    self.claims.pop(naming.claim(pod))

    def _make(self, pod: str, found: Set) -> None:
        self.pods[pod] = Pod(f"pod-{next(self._numbers)}", _revision(found.applied), found.uid)
        template = found.applied.spec.volume_claim_templates[0]
        name = naming.claim(pod)
        if name not in self.claims:
            network = template.metadata.labels[naming.LABEL_NETWORK]
            claim = facts.Claim(
                name=name, uid=f"claim-{next(self._numbers)}", size=_template_size(found.applied), network=network
            )
            self._put(claim)

    def _own(self, name: str, found: Set, *, goes: bool) -> None:
        claim = self.claims[name]
        if claim.goes_with(found.uid) == goes:
            return
        others = tuple(owner for owner in claim.owners if owner.uid != found.uid)
        mine = OwnerReference("apps/v1", "StatefulSet", found.applied.metadata.name, found.uid, controller=True)
        self._put(claim, owners=(*others, mine) if goes else others)

    def _network(self) -> facts.NetworkFacts:
        statefulsets = {int(name.rpartition("-")[2]): fact for name, fact in self._statefulsets()}
        return facts.NetworkFacts(statefulsets=statefulsets, **self._seen())

    def _node_set(self) -> facts.NodeSetFacts:
        return facts.NodeSetFacts(statefulset=next((fact for _, fact in self._statefulsets()), None), **self._seen())

    def _seen(self) -> dict[str, Any]:
        names = naming.node_pods(self.kind, self.resource.metadata.name)
        return {
            "name": self.resource.metadata.name,
            "services": {service.name: service for service in map(build.service, range(8))},
            "pods": {
                ordinal: build.pod(ordinal, name=name, uid=self.pods[name].uid, revision=self.pods[name].revision)
                for ordinal, name in enumerate(names)
                if name in self.pods
            },
            "claims": {
                ordinal: self.claims[naming.claim(name)]
                for ordinal, name in enumerate(names)
                if naming.claim(name) in self.claims
            },
            "obstacles": facts.Obstacles(refusals=self.refusals),
        }

    def _statefulsets(self) -> Iterator[tuple[str, facts.StatefulSet]]:
        for name, found in self.sets.items():
            spec, labels = found.applied.spec, found.applied.metadata.labels
            policy = spec.persistent_volume_claim_retention_policy
            yield (
                name,
                facts.StatefulSet(
                    name=name,
                    uid=found.uid,
                    replicas=spec.replicas,
                    update_revision=_revision(found.applied) if found.is_seen else "",
                    network=labels[naming.LABEL_NETWORK],
                    template=labels[naming.LABEL_TEMPLATE],
                    when_deleted=policy.when_deleted,
                    when_scaled=policy.when_scaled,
                    disk_size=_template_size(found.applied),
                    is_terminating=bool(found.propagation),
                ),
            )


def _template_size(applied: shapes.StatefulSet) -> str:
    return applied.spec.volume_claim_templates[0].spec.resources.requests["storage"]


def _revision(applied: shapes.StatefulSet) -> str:
    return f"{applied.metadata.name}-{applied.metadata.labels[naming.LABEL_TEMPLATE]}"
