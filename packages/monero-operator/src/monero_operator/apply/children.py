# SPDX-License-Identifier: Apache-2.0
"""Carries out the part of a plan that concerns children: apply, delete, restart, in this order.

What stands in the way (a name that belongs to somebody else, an address that is taken) is returned, so that the next
plan knows it; every other child is still applied.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from kubeloop import errors
from kubeloop.controller.apply import Applied, Applier
from kubeloop.informer.shared import Informer
from kubeloop.objects import permission
from kubeloop.objects.metadata import Key
from monero_operator import facts, naming
from monero_operator.desired import parent, shapes
from monero_operator.plan.actions import Plan

PERMISSIONS = (
    permission.on(shapes.STATEFULSETS, *permission.APPLY, "delete"),
    permission.on(shapes.DEPLOYMENTS, *permission.APPLY, "delete"),
    permission.on(shapes.SERVICES, *permission.APPLY, "delete"),
    permission.on(shapes.DISRUPTION_BUDGETS, *permission.APPLY),
    permission.on(shapes.CONFIG_MAPS, *permission.APPLY, "delete"),
    permission.on(shapes.POD_MONITORS, *permission.APPLY, "delete"),
    permission.on(shapes.PROMETHEUS_RULES, *permission.APPLY, "delete"),
    permission.on(shapes.PODS, "delete"),
    # where the admission plugin OwnerReferencesPermissionEnforcement is on, only who may finalize an owner may name it
    *(permission.on(kind, "update", subresource="finalizers") for kind in parent.KINDS.values()),
)


ADDRESS_TRIES = 5
ADDRESS_PAUSE_SECONDS = 0.5
"""The API server frees the address of a deleted Service a moment after it tells of the deletion."""


class Children:
    """Writes children through the informers that watch them, so that own writes are seen at once."""

    def __init__(
        self, applier: Applier, informers: Mapping[str, Informer[Any, Any]], pods: Informer[Any, facts.Pod]
    ) -> None:
        self._applier = applier
        self._informers = informers
        self._pods = pods
        self._tries: dict[str, int] = {}

    async def carry_out(self, namespace: str, plan: Plan) -> facts.Obstacles:
        """Do what the plan says about children; raises what cannot be blamed on a child, such as no connection.

        Pods are restarted only when no template was written: a new one shows first which of them are outdated.
        """
        work = _Work()
        for child in plan.apply:
            await self._apply(child, work)
        for deletion in plan.delete:
            key = Key(namespace, deletion.name)
            informer = self._informers[deletion.kind]
            await self._applier.delete(informer, key, uid=deletion.uid, propagation=deletion.propagation)
        if not work.has_changed:
            for restart in plan.restart:
                await self._applier.delete(self._pods, Key(namespace, restart.pod), uid=restart.uid)
        if work.busy_address:
            raise errors.RetryAfter(f"the address {work.busy_address} is not free yet", ADDRESS_PAUSE_SECONDS)
        return facts.Obstacles(tuple(work.clashes), tuple(work.refusals), frozenset(work.taken))

    async def _apply(self, child: shapes.Child, work: _Work) -> None:
        informer = self._informers[type(child).__name__]
        try:
            outcome = await self._applier.apply(informer, child)
        except errors.NotFound:
            # Somebody has just removed the kind: its informer soon knows.
            if not informer.source.is_optional:
                raise
        except errors.Clash as clash:
            work.clashes.append(facts.Clash(kind=clash.kind, name=clash.name, controller=clash.controller))
        except (errors.Invalid, errors.Forbidden) as refusal:
            self._refused(child, refusal, work)
        else:
            work.has_changed |= outcome is Applied.CHANGED
            for address in _addresses(child).values():
                self._tries.pop(address, None)

    def _refused(self, child: shapes.Child, refusal: errors.ApiError, work: _Work) -> None:
        asked = (address for field, address in _addresses(child).items() if field in refusal.message)
        address = next(asked, "")
        if not address:
            kind, name = type(child).__name__, child.metadata.name
            work.refusals.append(facts.Refusal(kind=kind, name=name, message=refusal.message))
            return
        self._tries[address] = self._tries.get(address, 0) + 1
        if self._tries[address] < ADDRESS_TRIES:
            work.busy_address = address
        else:
            self._tries.pop(address)
            work.taken.add(address)


@dataclasses.dataclass(slots=True)
class _Work:
    """What one pass has met so far."""

    clashes: list[facts.Clash] = dataclasses.field(default_factory=list)
    refusals: list[facts.Refusal] = dataclasses.field(default_factory=list)
    taken: set[str] = dataclasses.field(default_factory=set)
    busy_address: str = ""
    has_changed: bool = False


def _addresses(child: shapes.Child) -> dict[str, str]:
    """Return what a Service asks for and can do without, by the field in which it asks: a person's wishes are not."""
    if not isinstance(child, shapes.Service):
        return {}
    has_address = child.spec.cluster_ip not in ("", shapes.HEADLESS)
    addresses = {"clusterIP": child.spec.cluster_ip} if has_address else {}
    if naming.LABEL_ORDINAL in child.metadata.labels:
        # A node has one port.
        addresses |= {"nodePort": str(port.node_port)} if (port := child.spec.ports[0]).node_port else {}
    return addresses
