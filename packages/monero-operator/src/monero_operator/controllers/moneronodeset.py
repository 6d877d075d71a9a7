# SPDX-License-Identifier: Apache-2.0
"""Reconciles a MoneroNodeSet."""

from __future__ import annotations

import dataclasses
from typing import ClassVar

from kubeloop.controller.loop import Controller
from kubeloop.informer.shared import Informer
from kubeloop.objects.metadata import Key
from monero_operator import facts, naming
from monero_operator.api.v1alpha1.moneronodeset import MoneroNodeSet
from monero_operator.controllers import reconciler
from monero_operator.facts import HiddenNetwork
from monero_operator.naming import OwnerKind
from monero_operator.observe import cluster
from monero_operator.observe.daemons import Daemons
from monero_operator.plan.actions import Plan
from monero_operator.plan.keys import wishes
from monero_operator.plan.nodeset import decide


@dataclasses.dataclass(frozen=True, kw_only=True)
class NodeSetReconciler(reconciler.Reconciler[MoneroNodeSet]):
    """Brings one node set at a time nearer to its spec."""

    owner: ClassVar[OwnerKind] = OwnerKind.NODE_SET

    daemons: Daemons

    @property
    def resources(self) -> Informer[MoneroNodeSet, MoneroNodeSet]:
        """Return the informer of node sets."""
        return self.informers.node_sets

    def listen(self, controller: Controller) -> None:
        """Let the controller know also of what daemons say."""
        super().listen(controller)
        self.daemons.listen(lambda key: controller.enqueue_after(key, reconciler.NEWS_SECONDS))

    def decide(self, key: Key, resource: MoneroNodeSet, obstacles: facts.Obstacles) -> Plan:
        """Look, and make a plan."""
        found = cluster.node_set(self.informers, resource.metadata, self.daemons.answers(key), obstacles)
        seen = self.completed(key, found)
        self.daemons.watch(key, reconciler.addresses(seen, naming.EXPORTER_PORT))
        return decide.decide(resource, seen, self.images, self.clock())

    def keys_of_users(self, resource: MoneroNodeSet, /) -> dict[HiddenNetwork, str]:
        """Return the names of users' own Secrets of keys."""
        return wishes.given(wishes.of(resource.spec, resource.spec.replicas))

    def forget(self, key: Key) -> None:
        """Ask its daemons no more."""
        self.daemons.watch(key, {})
