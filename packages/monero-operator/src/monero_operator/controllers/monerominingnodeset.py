# SPDX-License-Identifier: Apache-2.0
"""Reconciles a MoneroMiningNodeSet."""

from __future__ import annotations

import dataclasses
from typing import ClassVar

from kubeloop.controller.loop import Controller
from kubeloop.informer.shared import Informer
from kubeloop.objects.metadata import Key
from monero_operator import facts, naming
from monero_operator.api.v1alpha1.monerominingnodeset import MoneroMiningNodeSet
from monero_operator.controllers import reconciler
from monero_operator.facts import HiddenNetwork
from monero_operator.naming import OwnerKind
from monero_operator.observe import cluster
from monero_operator.observe.miners import Miners
from monero_operator.plan.actions import Plan
from monero_operator.plan.mining import decide


@dataclasses.dataclass(frozen=True, kw_only=True)
class MiningReconciler(reconciler.Reconciler[MoneroMiningNodeSet]):
    """Brings one mining set at a time nearer to its spec."""

    owner: ClassVar[OwnerKind] = OwnerKind.MINING_SET

    miners: Miners

    @property
    def resources(self) -> Informer[MoneroMiningNodeSet, MoneroMiningNodeSet]:
        """Return the informer of mining sets."""
        return self.informers.mining_sets

    def listen(self, controller: Controller) -> None:
        """Let the controller know also of what miners say."""
        super().listen(controller)
        self.miners.listen(lambda key: controller.enqueue_after(key, reconciler.NEWS_SECONDS))

    def decide(self, key: Key, resource: MoneroMiningNodeSet, obstacles: facts.Obstacles) -> Plan:
        """Look, and make a plan."""
        found = cluster.mining_set(self.informers, resource.metadata, self.miners.answers(key), obstacles)
        seen = self.completed(key, found)
        self.miners.watch(key, reconciler.addresses(seen, naming.XMRIG_API_PORT))
        return decide.decide(resource, seen, self.images, self.clock())

    def keys_of_users(self, _: MoneroMiningNodeSet, /) -> dict[HiddenNetwork, str]:
        """Return nothing: miners have no addresses."""
        return {}

    def forget(self, key: Key) -> None:
        """Ask its miners no more."""
        self.miners.watch(key, {})
