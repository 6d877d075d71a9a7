# SPDX-License-Identifier: Apache-2.0
"""The tiny world of node sets, where pods take their time: what a rollout is about."""

import msgspec

from monero_operator import facts
from monero_operator.api.v1alpha1.moneronodeset import MoneroNodeSet
from monero_operator.desired import shapes
from monero_operator.plan.actions import Plan
from tests.support import build, node_world


class SlowWorld(node_world.World):
    """A new pod is ready one step after it was made, and in sync one step after that.

    `broken_images` are those that no pod ever starts with.
    """

    def __init__(self) -> None:
        super().__init__()
        self.may_upgrade = True
        self.broken_images: set[str] = set()
        self._ages: dict[str, int] = {}
        self._broken: set[str] = set()

    def look(self) -> facts.NodeSetFacts:
        """Return what can be seen; only what is ready answers."""
        daemons: dict[str, facts.Daemon] = {
            pod.name: facts.Looked(build.status(synced=self._ages[pod.uid] > 1), build.NOW)
            for pod in self.pods.values()
            if pod.is_ready
        }
        return msgspec.structs.replace(super().look(), daemons=daemons, may_upgrade=self.may_upgrade)

    def pass_time(self, node_set: MoneroNodeSet, *, steps: int = 50) -> Plan:
        """Step so often that nothing can be left to do; return the last plan."""
        for _ in range(steps):
            plan, _ = self.step(node_set)
        return plan

    def in_sync(self) -> int:
        """Return how many nodes serve in sync."""
        return sum(pod.is_ready and self._ages[pod.uid] > 1 for pod in self.pods.values())

    def _run_pods(self) -> None:
        before = {pod.uid for pod in self.pods.values()}
        super()._run_pods()
        self.pods = {ordinal: self._aged(pod, before) for ordinal, pod in sorted(self.pods.items())}

    def _aged(self, pod: facts.Pod, before: set[str]) -> facts.Pod:
        if pod.uid not in before:
            self._ages[pod.uid] = 0
            self._broken |= {pod.uid} if self._images() & self.broken_images else set()
            return msgspec.structs.replace(pod, is_ready=False)
        self._ages[pod.uid] += 1
        is_broken = pod.uid in self._broken
        waiting = facts.Waiting("monerod", "ImagePullBackOff") if is_broken else None
        return msgspec.structs.replace(pod, is_ready=not is_broken, waiting=waiting)

    def _images(self) -> set[str]:
        assert isinstance(self.statefulset, shapes.StatefulSet)
        pod = self.statefulset.spec.template.spec
        return {container.image for container in (*pod.init_containers, *pod.containers)}
