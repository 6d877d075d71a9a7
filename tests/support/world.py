# SPDX-License-Identifier: Apache-2.0
"""A tiny world in memory that does what plans say, as an API server, a StatefulSet controller and daemons would.

It is not Kubernetes: it is just enough to see whether deciding converges, and whether a volume is lost. Claims follow
the rule of the StatefulSet controller: who owns one is decided by the policy, but only while its pod exists.
"""

from itertools import count
from typing import Any

import msgspec

from aiomonero.types.health import Status
from monero_operator import facts, naming
from monero_operator.api.v1alpha1.moneronetwork import MoneroNetwork
from monero_operator.desired import shapes, statefulset
from monero_operator.observe import views
from monero_operator.plan.actions import Deletion, Plan
from monero_operator.plan.network import decide
from monero_operator.settings import Images
from tests.support import build


class World:
    """Children, pods, volumes and daemons of one network; `broken_images` are those that no pod ever starts with.

    `may_upgrade` is whether few enough others are upgraded. Services get `addresses` with a number filled in. `claims`
    says of each volume whether its StatefulSet owns it, and `orphans` are pods that nobody controls any more. While
    `is_full` no pod can be made.
    """

    def __init__(self, images: Images = build.IMAGES, *, addresses: str = "10.0.{}.1") -> None:
        self.images = images
        self.now = build.NOW
        self._addresses = addresses
        self.broken_images: set[str] = set()
        self.children: dict[tuple[str, str], shapes.Child] = {}
        self.services: dict[str, facts.Service] = {}
        self.config_maps: dict[str, facts.ConfigMap] = {}
        self.deployments: dict[str, facts.Deployment] = {}
        self.statefulsets: dict[int, facts.StatefulSet] = {}
        self.pods: dict[int, facts.Pod] = {}
        self.orphans: set[int] = set()
        self.claims: dict[int, bool] = {}
        self.is_full = False
        self.keys: dict[facts.HiddenNetwork, facts.Keys] = {}
        self.may_upgrade = True
        self.restarted: list[str] = []
        self._numbers = count(1)

    def look(self) -> facts.NetworkFacts:
        """Return what can be seen."""
        daemons = {pod.name: facts.Looked(self._health(ordinal), self.now) for ordinal, pod in self.pods.items()}
        return build.gathered(
            services=dict(self.services),
            config_maps=dict(self.config_maps),
            deployments=dict(self.deployments),
            statefulsets=dict(self.statefulsets),
            pods=dict(self.pods),
            daemons=daemons,
            may_upgrade=self.may_upgrade,
            keys=dict(self.keys),
        )

    def step(self, network: MoneroNetwork) -> tuple[Plan, int]:
        """Decide once, do it, let pods start; return the plan and how many writes it took."""
        plan = decide.decide(network, self.look(), self.images, self.now)
        writes = sum(self._apply(child) for child in plan.apply) + len(plan.delete) + len(plan.restart)
        for deletion in plan.delete:
            self._delete(deletion)
        for restart in plan.restart:
            self.restarted.append(restart.pod)
            self.pods = {ordinal: pod for ordinal, pod in self.pods.items() if pod.uid != restart.uid}
        self._start_pods()
        self._settle_claims()
        return plan, writes

    def settle(self, network: MoneroNetwork, *, most: int = 100) -> Plan:
        """Step until a plan writes nothing; return that plan."""
        for _ in range(most):
            plan, writes = self.step(network)
            if not writes:
                return plan
        raise AssertionError(f"still writing after {most} steps")

    def end(self) -> None:
        """Delete the network: the garbage collector takes all that it owns, and what that owns."""
        for found in list(self.statefulsets.values()):
            self._delete(Deletion("StatefulSet", found.name, found.uid))

    def _apply(self, child: shapes.Child) -> bool:
        key = (type(child).__name__, child.metadata.name)
        if self.children.get(key) == child:
            return False
        match child:
            case shapes.Service():
                child = self._keep_service(child)
            case shapes.StatefulSet():
                self._keep_statefulset(child)
            case shapes.ConfigMap():
                self.config_maps[child.metadata.name] = views.of_config_map(child)
            case shapes.Deployment():
                self.deployments[child.metadata.name] = facts.Deployment(name=child.metadata.name, uid=f"uid-{key[1]}")
            case shapes.DisruptionBudget():
                pass
        self.children[key] = child
        return True

    @property
    def _by_name(self) -> dict[str, dict[str, Any]]:
        return {"Service": self.services, "ConfigMap": self.config_maps, "Deployment": self.deployments}

    def _keep_service(self, child: shapes.Service) -> shapes.Service:
        name = child.metadata.name
        address = child.spec.cluster_ip or self._addresses.format(next(self._numbers))
        ordinal = child.metadata.labels.get(naming.LABEL_ORDINAL)
        self.services[name] = facts.Service(
            name=name, uid=f"uid-{name}", ordinal=int(ordinal) if ordinal else None, cluster_ip=address
        )
        spec = msgspec.structs.replace(child.spec, cluster_ip=address)
        return shapes.Service(metadata=child.metadata, spec=spec)

    def _keep_statefulset(self, child: shapes.StatefulSet) -> None:
        labels = child.metadata.labels
        ordinal = int(labels[naming.LABEL_ORDINAL])
        self.statefulsets[ordinal] = facts.StatefulSet(
            name=child.metadata.name,
            uid=f"uid-{child.metadata.name}",
            replicas=child.spec.replicas,
            update_revision=f"{child.metadata.name}-{labels[naming.LABEL_TEMPLATE]}",
            network=labels[naming.LABEL_NETWORK],
            template=labels[naming.LABEL_TEMPLATE],
            when_deleted=child.spec.persistent_volume_claim_retention_policy.when_deleted,
            made_for=child.metadata.annotations[naming.ANNOTATION_MADE_FOR],
            is_upgrading=naming.ANNOTATION_UPGRADING in child.metadata.annotations,
            default_image=child.metadata.annotations.get(naming.ANNOTATION_DEFAULT_IMAGE, ""),
            dials=statefulset.dials(child),
        )
        if child.spec.replicas == 0:
            self._settle_claims()
            self.pods.pop(ordinal, None)

    def _delete(self, deletion: Deletion) -> None:
        self.children.pop((deletion.kind, deletion.name))
        if deletion.kind in self._by_name:
            self._by_name[deletion.kind].pop(deletion.name)
            return
        ordinal = next(key for key, found in self.statefulsets.items() if found.name == deletion.name)
        self.statefulsets.pop(ordinal)
        has_pod = self.pods.pop(ordinal, None) is not None
        if deletion.propagation == "Orphan":
            self.orphans |= {ordinal} if has_pod else set()
            self.claims |= {ordinal: False} if ordinal in self.claims else {}
        elif self.claims.get(ordinal):
            self.claims.pop(ordinal)

    def _start_pods(self) -> None:
        for ordinal, found in self.statefulsets.items():
            if found.replicas and ordinal not in self.pods and not self.is_full:
                self.pods[ordinal] = self._pod(ordinal, found)

    def _settle_claims(self) -> None:
        """Give the claim of each pod that exists to its StatefulSet, or to nobody."""
        for ordinal in self.pods.keys() & self.statefulsets.keys():
            self.claims[ordinal] = self.statefulsets[ordinal].when_deleted == "Delete"

    def _pod(self, ordinal: int, found: facts.StatefulSet) -> facts.Pod:
        child = self.children["StatefulSet", found.name]
        assert isinstance(child, shapes.StatefulSet)
        is_broken = child.spec.template.spec.containers[0].image in self.broken_images
        return facts.Pod(
            name=naming.network_pod("regtest", ordinal),
            uid=f"pod-{next(self._numbers)}",
            revision=found.update_revision,
            is_ready=not is_broken,
            ip=f"10.1.0.{ordinal}",
            waiting=facts.Waiting("monerod", "ImagePullBackOff") if is_broken else None,
        )

    def _health(self, ordinal: int) -> Status:
        lower = min(ordinal, len(self.pods) - 1)
        return build.status(peers_in=len(self.pods) - 1 - lower, peers_out=lower)


def edited(network: MoneroNetwork) -> MoneroNetwork:
    """Return the network as after one more edit of its spec."""
    metadata = network.metadata
    newer = msgspec.structs.replace(metadata, generation=metadata.generation + 1)
    return MoneroNetwork(metadata=newer, spec=network.spec, status=network.status)
