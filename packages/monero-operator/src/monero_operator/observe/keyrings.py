# SPDX-License-Identifier: Apache-2.0
"""Looks at the Secrets that hold keys: one request for each that is new or has changed, and only what it means stays.

All Secrets are watched by their metadata. A Secret's content is here for as long as it takes to derive addresses; no
key is kept, logged or handed on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec

from kubeloop import errors
from kubeloop.client.base import Client
from kubeloop.controller.loop import Controller
from kubeloop.informer.changes import Change
from kubeloop.informer.shared import Informer
from kubeloop.objects import owner, permission
from kubeloop.objects.metadata import Key, Metadata, OwnerReference
from monero_operator import facts, naming
from monero_operator.desired import secret, shapes
from monero_operator.desired.parent import Parent
from monero_operator.facts import HiddenNetwork
from monero_operator.keys import entries

PERMISSIONS = (permission.on(shapes.SECRETS, "get"),)

NO_RIGHT = "the operator may not list and watch Secrets: apply its current role"

Watcher = tuple[naming.OwnerKind, Key]
"""A custom resource: its kind and its key."""


class _Known(msgspec.Struct, frozen=True):
    version: str
    ring: facts.KeyRing


class _LeavingError(Exception):
    """A Secret is on its way out."""


class Keyrings:
    """What is known of the Secrets of each resource."""

    def __init__(self, client: Client, secrets: Informer[secret.Head, bool]) -> None:
        self._client = client
        self._secrets = secrets
        self._known: dict[tuple[Watcher, str, HiddenNetwork], _Known] = {}
        self._keys: dict[Watcher, dict[HiddenNetwork, facts.Keys]] = {}
        self._names: dict[Watcher, frozenset[str]] = {}
        self._watchers: dict[Key, set[Watcher]] = {}

    def keys(self, watcher: Watcher) -> dict[HiddenNetwork, facts.Keys]:
        """Return what the last look saw."""
        return self._keys.get(watcher, {})

    def listen(self, kind: naming.OwnerKind, controller: Controller) -> None:
        """Let the controller know of changes of the Secrets that its resources look at."""

        def handle(change: Change[bool]) -> None:
            for its_kind, key in self._watchers.get(change.key, ()):
                if its_kind is kind:
                    controller.enqueue(key, live=change.live)

        self._secrets.add_handler(handle)

    async def look(self, parent: Parent, given: Mapping[HiddenNetwork, str]) -> None:
        """Look anew; `given` are the names of its user's own Secrets, "" for none. Raises what the client raises.

        A Secret that is on its way out says nothing any more; its end is told, and then there is none.
        """
        watcher = parent.kind, Key(parent.namespace, parent.name)
        self._watch(watcher, {*(naming.router(parent.name, network) for network in given), *given.values()} - {""})
        self._keys[watcher] = {each: await self._look(watcher, parent, each, name) for each, name in given.items()}

    def forget(self, watcher: Watcher) -> None:
        """Keep nothing of a resource that is gone."""
        self._watch(watcher, ())
        self._keys.pop(watcher, None)
        for known in [known for known in self._known if known[0] == watcher]:
            del self._known[known]

    def _watch(self, watcher: Watcher, names: Iterable[str]) -> None:
        before, after = self._names.pop(watcher, frozenset()), frozenset(names)
        namespace = watcher[1].namespace
        for name in before - after:
            self._watchers[Key(namespace, name)].discard(watcher)
            if not self._watchers[Key(namespace, name)]:
                del self._watchers[Key(namespace, name)]
        for name in after:
            self._watchers.setdefault(Key(namespace, name), set()).add(watcher)
        if after:
            self._names[watcher] = after

    async def _look(self, watcher: Watcher, parent: Parent, network: HiddenNetwork, named: str) -> facts.Keys:
        if self._secrets.is_absent:
            return facts.Keys(because=NO_RIGHT)
        try:
            served = await self._ring(watcher, network, naming.router(parent.name, network), _of_ours(parent))
            given = await self._ring(watcher, network, named, _of_a_user) if named else None
        except errors.Forbidden as error:
            return facts.Keys(because=error.message)
        except _LeavingError as error:
            return facts.Keys(because=str(error))
        return facts.Keys(served=served, given=given)

    async def _ring(self, watcher: Watcher, network: HiddenNetwork, name: str, read: _Reading) -> facts.KeyRing | None:
        entry = self._secrets.store.get(Key(watcher[1].namespace, name))
        if entry is None:
            self._known.pop((watcher, name, network), None)
            return None
        if entry.metadata.is_terminating:
            raise _LeavingError(f"Secret {name} is being deleted")
        known, version = self._known.get((watcher, name, network)), entry.metadata.resource_version
        if known is None or version not in (known.version, known.ring.version):
            ring = await self._fetched(entry.metadata.key, network, read)
            if ring is None:
                return None
            known = self._known[watcher, name, network] = _Known(version, ring)
        return known.ring

    async def _fetched(self, key: Key, network: HiddenNetwork, read: _Reading) -> facts.KeyRing | None:
        try:
            answer = await self._client.get(shapes.SECRETS, key.namespace, key.name)
        except errors.NotFound:
            return None
        return read(secret.read(key.name, answer), network)


_Reading = Callable[[secret.Secret, HiddenNetwork], facts.KeyRing]


def _of_a_user(live: secret.Secret, network: HiddenNetwork) -> facts.KeyRing:
    return _ring_of(live.metadata, entries.read_given(entries.FORMS[network], live.data))


def _of_ours(parent: Parent) -> _Reading:
    """Return how the Secret of a resource is read: what a stranger has there is none of its keys."""

    def read(live: secret.Secret, network: HiddenNetwork) -> facts.KeyRing:
        controller = owner.controller_of(live.metadata)
        if controller and owner.are_namesakes(controller, parent.reference):
            raise _LeavingError(f"Secret {live.metadata.name} goes with a former {controller.kind} of this name")
        is_ours = _is_ours(live.metadata, controller, parent, network)
        found = entries.read(entries.FORMS[network], live.data if is_ours else {})
        annotations = live.metadata.annotations
        return msgspec.structs.replace(
            _ring_of(live.metadata, found),
            rotated_for=annotations.get(naming.ANNOTATION_ROTATE, ""),
            rotated_at=annotations.get(naming.ANNOTATION_ROTATED_AT, ""),
            is_locked=naming.ANNOTATION_LOCKED in annotations,
            is_ours=is_ours,
            owner_uid=controller.uid if controller else "",
            controller=f"{controller.kind} {controller.name}" if controller else "",
        )

    return read


def _ring_of(metadata: Metadata, found: entries.Read) -> facts.KeyRing:
    """Return what its files make of a Secret."""
    return facts.KeyRing(
        name=metadata.name, uid=metadata.uid, version=metadata.resource_version, **msgspec.structs.asdict(found)
    )


def _is_ours(metadata: Metadata, controller: OwnerReference | None, parent: Parent, network: HiddenNetwork) -> bool:
    """Say whether a Secret is the resource's: it controls it, or nobody does, as with one that was to be kept."""
    if controller:
        return controller.uid == parent.reference.uid
    return naming.key_labels(parent.kind, parent.name, network).items() <= metadata.labels.items()
