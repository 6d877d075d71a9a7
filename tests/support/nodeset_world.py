# SPDX-License-Identifier: Apache-2.0
"""The tiny world of `tests.support.world` for node sets: pods come from the last template of one StatefulSet."""

from itertools import count

from monero_operator import facts, naming
from monero_operator.api.v1alpha1.moneronodeset import MoneroNodeSet
from monero_operator.desired import shapes
from monero_operator.plan.actions import Plan
from monero_operator.plan.nodeset import decide
from monero_operator.settings import Images
from tests.support import build


class NodeSetWorld:
    """The StatefulSet, pods and daemons of one node set.

    `broken_images` are those that no pod ever starts with. A new pod is ready one step after it was made, and in sync
    one step after that.
    """

    def __init__(self, images: Images = build.IMAGES) -> None:
        self.images = images
        self.now = build.NOW
        self.may_upgrade = True
        self.broken_images: set[str] = set()
        self.child: shapes.StatefulSet | None = None
        self.statefulset: facts.StatefulSet | None = None
        self.pods: dict[int, facts.Pod] = {}
        self.restarted: list[str] = []
        self._ages: dict[str, int] = {}
        self._images: dict[str, set[str]] = {}
        self._numbers = count(1)

    def look(self) -> facts.NodeSetFacts:
        """Return what can be seen."""
        daemons: dict[str, facts.Daemon] = {
            pod.name: facts.Looked(build.status(synced=self._ages[pod.uid] > 1), self.now)
            for pod in self.pods.values()
            if pod.is_ready
        }
        return facts.NodeSetFacts(
            name="regtest",
            statefulset=self.statefulset,
            pods=dict(self.pods),
            daemons=daemons,
            may_upgrade=self.may_upgrade,
        )

    def step(self, node_set: MoneroNodeSet) -> Plan:
        """Decide once, do it, let time pass for the pods."""
        plan = decide.decide(node_set, self.look(), self.images, self.now)
        has_changed = self._apply(plan)
        for restart in () if has_changed else plan.restart:
            self.restarted.append(restart.pod)
            self.pods = {ordinal: pod for ordinal, pod in self.pods.items() if pod.uid != restart.uid}
        self._pass_time()
        return plan

    def settle(self, node_set: MoneroNodeSet, *, most: int = 40) -> Plan:
        """Step so often that nothing can be left to do; return the last plan."""
        for _ in range(most):
            plan = self.step(node_set)
        return plan

    def in_sync(self) -> int:
        """Return how many nodes serve in sync."""
        return sum(pod.is_ready and self._ages[pod.uid] > 1 for pod in self.pods.values())

    def _apply(self, plan: Plan) -> bool:
        wanted = next((child for child in plan.apply if isinstance(child, shapes.StatefulSet)), None)
        if wanted is None or wanted == self.child:
            return False
        self.child = wanted
        annotations = wanted.metadata.annotations
        self.statefulset = facts.StatefulSet(
            name="regtest",
            uid="set",
            replicas=wanted.spec.replicas,
            update_revision=wanted.fingerprint,
            network=wanted.metadata.labels[naming.LABEL_NETWORK],
            template=wanted.fingerprint,
            made_for=annotations[naming.ANNOTATION_MADE_FOR],
            is_upgrading=naming.ANNOTATION_UPGRADING in annotations,
            default_image=annotations.get(naming.ANNOTATION_DEFAULT_IMAGE, ""),
        )
        return True

    def _pass_time(self) -> None:
        if self.child is None:
            return
        replicas = self.child.spec.replicas
        older = {ordinal: self._older(pod) for ordinal, pod in self.pods.items() if ordinal < replicas}
        new = {ordinal: self._pod(ordinal) for ordinal in range(replicas) if ordinal not in older}
        self.pods = dict(sorted((older | new).items()))

    def _pod(self, ordinal: int) -> facts.Pod:
        assert self.child is not None
        uid = f"pod-{next(self._numbers)}"
        self._ages[uid] = 0
        pod = self.child.spec.template.spec
        self._images[uid] = {container.image for container in (*pod.init_containers, *pod.containers)}
        return build.pod(ordinal, name=f"regtest-{ordinal}", uid=uid, revision=self.child.fingerprint, is_ready=False)

    def _older(self, pod: facts.Pod) -> facts.Pod:
        self._ages[pod.uid] += 1
        is_broken = bool(self._images[pod.uid] & self.broken_images)
        waiting = facts.Waiting("monerod", "ImagePullBackOff") if is_broken else None
        return facts.Pod(
            name=pod.name, uid=pod.uid, revision=pod.revision, ip=pod.ip, is_ready=not is_broken, waiting=waiting
        )
