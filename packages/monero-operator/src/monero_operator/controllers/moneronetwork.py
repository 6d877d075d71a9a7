# SPDX-License-Identifier: Apache-2.0
"""Reconciles a MoneroNetwork: its nodes, and its blocks."""

from __future__ import annotations

import dataclasses
from typing import ClassVar

from kubeloop.controller.loop import Controller
from kubeloop.informer.shared import Informer
from kubeloop.objects.metadata import Key
from monero_operator import facts, naming
from monero_operator.api.v1alpha1.moneronetwork import MoneroNetwork
from monero_operator.apply.blocks import Blocks
from monero_operator.controllers import reconciler
from monero_operator.facts import HiddenNetwork
from monero_operator.naming import OwnerKind
from monero_operator.observe import cluster
from monero_operator.observe.daemons import Daemons
from monero_operator.plan import events
from monero_operator.plan.actions import Plan
from monero_operator.plan.keys import wishes
from monero_operator.plan.network import decide


@dataclasses.dataclass(frozen=True, kw_only=True)
class NetworkReconciler(reconciler.Reconciler[MoneroNetwork]):
    """Brings one network at a time nearer to its spec."""

    owner: ClassVar[OwnerKind] = OwnerKind.NETWORK

    daemons: Daemons
    blocks: Blocks

    @property
    def resources(self) -> Informer[MoneroNetwork, MoneroNetwork]:
        """Return the informer of networks."""
        return self.informers.networks

    def listen(self, controller: Controller) -> None:
        """Let the controller know also of what daemons say."""
        super().listen(controller)
        self.daemons.listen(lambda key: controller.enqueue_after(key, reconciler.NEWS_SECONDS))
        self.blocks.listen(lambda key, problem: self.tell(key, events.blocks_failed(problem)))

    def decide(self, key: Key, resource: MoneroNetwork, obstacles: facts.Obstacles) -> Plan:
        """Look, and make a plan."""
        found = cluster.network(self.informers, resource.metadata, self.daemons.answers(key), obstacles)
        seen = self.completed(key, found)
        self.daemons.watch(key, reconciler.addresses(seen, naming.EXPORTER_PORT))
        return decide.decide(resource, seen, self.images, self.clock())

    def keys_of_users(self, resource: MoneroNetwork, /) -> dict[HiddenNetwork, str]:
        """Return the names of users' own Secrets of keys."""
        spec = resource.spec
        return wishes.given(wishes.of(spec.template.spec, spec.replicas, transport=spec.transport))

    def follow_up(self, key: Key, plan: Plan) -> None:
        """Let blocks be made as the plan says."""
        if not plan.keep_blocks:
            self.blocks.order(key, plan.blocks)

    def forget(self, key: Key) -> None:
        """Ask its daemons no more, and make no blocks."""
        self.daemons.watch(key, {})
        self.blocks.order(key, None)
