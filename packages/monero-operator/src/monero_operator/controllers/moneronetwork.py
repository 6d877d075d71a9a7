# SPDX-License-Identifier: Apache-2.0
"""Reconciles a MoneroNetwork: the order of the steps, and the reason for it.

Looking comes first and asks nobody: caches and the background poll know. The plan is made of facts alone. Children are
written before the status, so that a status never claims what was not tried; what writes ran into is a fact of the
next plan, which is made at once, so that the status names it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime

from kubeloop.controller import sources
from kubeloop.controller.loop import Controller, Result
from kubeloop.controller.status import StatusWriter
from kubeloop.informer.changes import Change, Handler
from kubeloop.objects import permission
from kubeloop.objects.metadata import Key
from kubeloop.recorder import Recorder
from monero_operator import facts, naming
from monero_operator.api import reasons
from monero_operator.api.v1alpha1.moneronetwork import MoneroNetwork
from monero_operator.apply.blocks import Blocks
from monero_operator.apply.children import Children, Obstacles
from monero_operator.observe import cluster
from monero_operator.observe.daemons import Daemons
from monero_operator.observe.sources import NETWORKS, Informers
from monero_operator.plan import decide
from monero_operator.plan.actions import Plan
from monero_operator.settings import Images

PERMISSIONS = (permission.on(NETWORKS, "patch", subresource="status"),)
NO_OBSTACLES = Obstacles()
NEWS_SECONDS = 2.0
"""What daemons say within this time becomes one status: twenty of them say something with every block."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Reconciler:
    """Brings one network at a time nearer to its spec."""

    informers: Informers
    daemons: Daemons
    children: Children
    blocks: Blocks
    status: StatusWriter
    recorder: Recorder
    images: Images
    clock: Callable[[], datetime]

    def listen(self, controller: Controller) -> None:
        """Let the controller know of everything that may change a plan: specs, children, pods and daemons."""
        self.informers.networks.add_handler(sources.of_objects(controller))
        for informer in self.informers.children().values():
            informer.add_handler(sources.of_children(controller, NETWORKS))
        self.informers.pods.add_handler(_of_pods(controller))
        self.daemons.listen(lambda key: controller.enqueue_after(key, NEWS_SECONDS))
        self.blocks.listen(self._blocks_failed)

    async def reconcile(self, key: Key) -> Result:
        """Look, decide, do, report; a network that is gone is only forgotten."""
        entry = self.informers.networks.store.get(key)
        network = entry.view if entry else None
        if network is None or network.metadata.is_terminating:
            self._forget(key)
            return Result()
        plan = self._decide(key, network, NO_OBSTACLES)
        obstacles = await self.children.carry_out(key.namespace, plan)
        if obstacles != NO_OBSTACLES:
            plan = self._decide(key, network, obstacles)
            await self.children.carry_out(key.namespace, plan)
        if not plan.keep_blocks:
            self.blocks.order(key, plan.blocks)
        await self._report(key, network, plan)
        return Result(plan.look_again_after_seconds)

    def _decide(self, key: Key, network: MoneroNetwork, obstacles: Obstacles) -> Plan:
        seen = cluster.gather(
            self.informers,
            network,
            self.daemons.answers(key),
            clashes=obstacles.clashes,
            refusals=obstacles.refusals,
            taken_addresses=obstacles.taken_addresses,
        )
        self.daemons.watch(key, _exporters(seen))
        return decide.decide(network, seen, self.images, self.clock())

    async def _report(self, key: Key, network: MoneroNetwork, plan: Plan) -> None:
        for event in plan.events:
            self.recorder.record(
                NETWORKS, network.metadata, reason=event.reason, note=event.message, severity=event.type
            )
        if plan.status is not None:
            # the children's writes may have taken a while: what the cache has now is what must differ
            entry = self.informers.networks.store.get(key)
            previous = entry.view.status if entry and entry.view else None
            await self.status.write(self.informers.networks, network.metadata, previous=previous, wanted=plan.status)

    def _forget(self, key: Key) -> None:
        self.daemons.watch(key, {})
        self.blocks.order(key, None)

    def _blocks_failed(self, key: Key, problem: str) -> None:
        entry = self.informers.networks.store.get(key)
        if entry:
            note = reasons.sentence(reasons.Reason.BLOCKS_FAILED, problem=problem)
            reason = reasons.Reason.BLOCKS_FAILED
            self.recorder.record(NETWORKS, entry.metadata, reason=reason, note=note, severity="Warning")


def _of_pods(controller: Controller) -> Handler[facts.Pod]:
    """Pods are controlled by StatefulSets; their network stands on a label."""

    def handle(change: Change[facts.Pod]) -> None:
        entry = change.new or change.old
        if entry and change.is_of_content and (name := entry.metadata.labels.get(naming.LABEL_OWNER)):
            controller.enqueue(Key(change.key.namespace, name), live=change.live)

    return handle


def _exporters(seen: facts.NetworkFacts) -> dict[str, str]:
    """Return where the exporters of the running pods are asked, by the name of the pod."""
    return {
        pod.name: f"http://{pod.ip}:{naming.EXPORTER_PORT}"
        for pod in seen.pods.values()
        if pod.ip and not pod.is_terminating
    }
