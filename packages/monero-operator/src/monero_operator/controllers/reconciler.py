# SPDX-License-Identifier: Apache-2.0
"""One reconcile of any kind: the order of the steps, and the reason for it.

Looking comes first and asks nobody but for a Secret that has changed: caches and the background poll know the rest. The
plan is made of facts alone. Keys are made first, and then there is a new plan, which knows them; of the first one
nothing else was done, so nothing else is told. Children are written before the status, so that a status never claims
what was not tried; what writes ran into is a fact of the next plan, which is made at once, so that the status names it.
"""

from __future__ import annotations

import abc
import dataclasses
import functools
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

import msgspec

from kubeloop.cache.store import Entry
from kubeloop.controller import sources
from kubeloop.controller.loop import Controller, Result
from kubeloop.controller.status import StatusWriter
from kubeloop.informer.changes import Change, Handler
from kubeloop.informer.shared import Informer
from kubeloop.objects import permission
from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Key
from kubeloop.recorder import Recorder
from monero_operator import facts
from monero_operator.apply.children import Children
from monero_operator.apply.claims import Claims
from monero_operator.apply.keys import Keys
from monero_operator.apply.orphans import Orphans
from monero_operator.desired import parent
from monero_operator.facts import HiddenNetwork
from monero_operator.naming import OwnerKind
from monero_operator.observe import cluster
from monero_operator.observe.keyrings import Keyrings
from monero_operator.observe.slots import Slots
from monero_operator.observe.sources import Informers
from monero_operator.plan import events
from monero_operator.plan.actions import Event, Plan
from monero_operator.settings import Images

PERMISSIONS = tuple(permission.on(kind, "patch", subresource="status") for kind in parent.KINDS.values())
NO_OBSTACLES = facts.Obstacles()
NEWS_SECONDS = 2.0
"""What daemons say within this time becomes one status: twenty of them say something with every block."""

R = TypeVar("R")
S = TypeVar("S", bound=facts.Seen[Any])


@dataclasses.dataclass(frozen=True, kw_only=True)
class Reconciler(abc.ABC, Generic[R]):
    """Brings one custom resource at a time nearer to its spec."""

    owner: ClassVar[OwnerKind]

    informers: Informers
    children: Children
    claims: Claims
    keys: Keys
    keyrings: Keyrings
    orphans: Orphans
    status: StatusWriter
    recorder: Recorder
    images: Images
    slots: Slots
    runbooks_url: str
    clock: Callable[[], datetime]

    @property
    @abc.abstractmethod
    def resources(self) -> Informer[R, R]:
        """Return the informer of the kind."""

    @abc.abstractmethod
    def decide(self, key: Key, resource: R, obstacles: facts.Obstacles) -> Plan:
        """Look, and make a plan."""

    @abc.abstractmethod
    def forget(self, key: Key) -> None:
        """Stop whatever runs for a resource that is gone."""

    @abc.abstractmethod
    def keys_of_users(self, resource: R, /) -> dict[HiddenNetwork, str]:
        """Return the names of users' own Secrets of keys, "" for none, for each network that could need some."""

    def completed(self, key: Key, seen: S) -> S:
        """Return what was seen of a resource, and what only the operator as a whole knows."""
        monitoring = msgspec.structs.replace(seen.monitoring, runbooks_url=self.runbooks_url)
        may_upgrade = self.slots.is_open_to((self.owner, key))
        keys = self.keyrings.keys((self.owner, key))
        return msgspec.structs.replace(seen, may_upgrade=may_upgrade, monitoring=monitoring, keys=keys)

    def follow_up(self, key: Key, plan: Plan) -> None:
        """Do what else the plan says, after the children and before the status."""

    @property
    def kind(self) -> Kind:
        """The kind, as the runtime knows it."""
        return parent.KINDS[self.owner]

    def listen(self, controller: Controller) -> None:
        """Let the controller know of everything in the cluster that may change a plan: specs, children and pods."""
        self.resources.add_handler(sources.of_objects(controller))
        for informer in self.informers.children().values():
            informer.add_handler(sources.of_children(controller, self.kind))
        for informer in self.informers.monitoring().values():
            informer.on_arrival(self.resources.replay)
        self.keyrings.listen(self.owner, controller)
        self.informers.pods.add_handler(_of_label(controller, self.owner.label))
        self.informers.claims.add_handler(_of_label(controller, self.owner.label))

    async def reconcile(self, key: Key) -> Result:
        """Look, decide, do, report; a resource that is gone is forgotten, and what it left is swept away."""
        entry = self.resources.store.get(key)
        if entry is None or entry.metadata.is_terminating:
            await self._end(key, is_gone=entry is None)
            return Result()
        if entry.view is None:
            # What runs goes on: nobody asked for anything else.
            self.tell(key, events.unreadable(entry.error))
            return Result()
        keyed, obstacles = await self._with_keys(key, entry)
        first = plan = self._plan(key, entry.view, obstacles) if keyed.keys else keyed
        met = await self._carry_out(key, first)
        if met != NO_OBSTACLES:
            obstacles = msgspec.structs.replace(met, refusals=obstacles.refusals + met.refusals)
            plan = self._plan(key, entry.view, obstacles)
            await self._carry_out(key, plan)
        self.follow_up(key, plan)
        await self._report(key, plan, dict.fromkeys((*events.of_deeds(first.events), *plan.events)))
        return Result(plan.look_again_after_seconds)

    async def _with_keys(self, key: Key, entry: Entry[R]) -> tuple[Plan, facts.Obstacles]:
        """Return the plan of what is there, its keys carried out and looked at again, and what stood in their way."""
        resource: Any = entry.view
        owner = parent.of(self.owner, entry.metadata)
        await self.keyrings.look(owner, self.keys_of_users(resource))
        plan = self._plan(key, resource, NO_OBSTACLES)
        if not plan.keys:
            return plan, NO_OBSTACLES
        refusals = await self.keys.carry_out(key.namespace, plan.keys, tell=functools.partial(self.tell, key))
        await self.keyrings.look(owner, self.keys_of_users(resource))
        return plan, facts.Obstacles(refusals=refusals)

    async def _end(self, key: Key, *, is_gone: bool) -> None:
        self.slots.note((self.owner, key), holds=False)
        self.keyrings.forget((self.owner, key))
        self.forget(key)
        if is_gone:
            await self.orphans.sweep(self.owner, key, cluster.orphans(self.informers, self.owner, key))

    def _plan(self, key: Key, resource: R, obstacles: facts.Obstacles) -> Plan:
        """Decide, and keep at once who is being upgraded: another decision may come during the writes."""
        plan = self.decide(key, resource, obstacles)
        self.slots.note((self.owner, key), holds=plan.is_upgrading)
        return plan

    async def _carry_out(self, key: Key, plan: Plan) -> facts.Obstacles:
        met = await self.children.carry_out(key.namespace, plan)
        refusals = await self.claims.change(key.namespace, plan.claims)
        return msgspec.structs.replace(met, refusals=met.refusals + refusals)

    async def _report(self, key: Key, plan: Plan, happened: Iterable[Event]) -> None:
        for event in happened:
            self.tell(key, event)
        # The children's writes may have taken a while: what the cache has now is what must differ.
        entry: Any = self.resources.store.get(key)
        if plan.status is not None and entry is not None:
            previous = entry.view.status if entry.view else None
            await self.status.write(self.resources, entry.metadata, previous=previous, wanted=plan.status)

    def tell(self, key: Key, event: Event) -> None:
        """Record an event about a resource, if it is still there."""
        if entry := self.resources.store.get(key):
            self.recorder.record(
                self.kind, entry.metadata, reason=event.reason, note=event.message, severity=event.type
            )


def _of_label(controller: Controller, label: str) -> Handler[Any]:
    """Pods and claims are controlled by StatefulSets, or by nobody; their owner's name stands on a label."""

    def handle(change: Change[Any]) -> None:
        entry = change.new or change.old
        if entry and change.is_of_content and (name := entry.metadata.labels.get(label)):
            controller.enqueue(Key(change.key.namespace, name), live=change.live)

    return handle


def addresses(seen: facts.Seen[Any], port: int) -> dict[str, str]:
    """Return where this port of the running pods is asked, by the name of the pod."""
    return {pod.name: f"http://{pod.ip}:{port}" for pod in seen.pods.values() if pod.ip and not pod.is_terminating}
