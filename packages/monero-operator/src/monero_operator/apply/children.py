# SPDX-License-Identifier: Apache-2.0
"""Carries out the part of a plan that concerns children: apply, delete, restart, in this order.

What stands in the way (a name that belongs to somebody else, an address that is taken) is returned, so that the next
plan knows it; every other child is still applied.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from kubeloop import errors
from kubeloop.controller.apply import Applied, Applier
from kubeloop.informer.shared import Informer
from kubeloop.objects import permission
from kubeloop.objects.metadata import Key
from monero_operator import facts
from monero_operator.api.v1alpha1 import moneronetwork
from monero_operator.desired import shapes
from monero_operator.plan.actions import Plan

PERMISSIONS = (
    *(
        permission.on(kind, *permission.APPLY, "delete")
        for kind in (shapes.STATEFULSETS, shapes.SERVICES, shapes.DISRUPTION_BUDGETS)
    ),
    permission.on(shapes.PODS, "delete"),
    # where the admission plugin OwnerReferencesPermissionEnforcement is on, only who may finalize an owner may name it
    permission.on(moneronetwork.MoneroNetwork.__resource__.identity, "update", subresource="finalizers"),
)


ADDRESS_TRIES = 5
ADDRESS_PAUSE_SECONDS = 0.5
"""The API server frees the address of a deleted Service a moment after it tells of the deletion."""


class Obstacles(msgspec.Struct, frozen=True):
    """What writes ran into: names of strangers, refusals, and cluster IPs that others got meanwhile."""

    clashes: tuple[facts.Clash, ...] = ()
    refusals: tuple[facts.Refusal, ...] = ()
    taken_addresses: frozenset[str] = frozenset()


class Children:
    """Writes children through the informers that watch them, so that own writes are seen at once."""

    def __init__(
        self, applier: Applier, informers: Mapping[str, Informer[Any, Any]], pods: Informer[Any, facts.Pod]
    ) -> None:
        self._applier = applier
        self._informers = informers
        self._pods = pods
        self._tries: dict[str, int] = {}

    async def carry_out(self, namespace: str, plan: Plan) -> Obstacles:
        """Do what the plan says about children; raises what cannot be blamed on a child, such as no connection.

        Pods are restarted only when no template was written: a new one shows first which of them are outdated.
        """
        obstacles: list[object] = []
        outcomes = [await self._apply(child, obstacles) for child in plan.apply]
        for deletion in plan.delete:
            key = Key(namespace, deletion.name)
            await self._applier.delete(self._informers[deletion.kind], key, uid=deletion.uid)
        if Applied.CHANGED not in outcomes:
            for restart in plan.restart:
                await self._applier.delete(self._pods, Key(namespace, restart.pod), uid=restart.uid)
        return Obstacles(
            clashes=tuple(each for each in obstacles if isinstance(each, facts.Clash)),
            refusals=tuple(each for each in obstacles if isinstance(each, facts.Refusal)),
            taken_addresses=frozenset(each for each in obstacles if isinstance(each, str)),
        )

    async def _apply(self, child: shapes.Child, obstacles: list[object]) -> Applied | None:
        try:
            return await self._applier.apply(self._informers[type(child).__name__], child)
        except errors.Clash as clash:
            obstacles.append(facts.Clash(kind=clash.kind, name=clash.name, controller=clash.controller))
        except (errors.Invalid, errors.Forbidden) as refusal:
            obstacles.append(self._refusal(child, refusal))
        return None

    def _refusal(self, child: shapes.Child, refusal: errors.ApiError) -> facts.Refusal | str:
        """Return what was refused: a cluster IP that stays taken, or the child; at first raises a retry."""
        address = child.spec.cluster_ip if isinstance(child, shapes.Service) else ""
        if not address or "clusterIP" not in refusal.message:
            return facts.Refusal(kind=type(child).__name__, name=child.metadata.name, message=refusal.message)
        tries = self._tries.pop(address, 0) + 1
        if tries < ADDRESS_TRIES:
            self._tries[address] = tries
            raise errors.RetryAfter(f"the address {address} is not free yet", ADDRESS_PAUSE_SECONDS) from refusal
        return address
