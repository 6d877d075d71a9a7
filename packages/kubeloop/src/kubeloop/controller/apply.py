# SPDX-License-Identifier: Apache-2.0
"""Children of an object: applied on the server when they differ from what is wanted, and only then.

The first apply carries `resourceVersion: "1"`, which creates the child if its name is free and is refused (409) if
anything has it; later ones carry the child's uid. So what is not ours is never touched. What is refused is looked at:
a child of ours that the cache does not show was taken out of the watch's selector, or the watch lags behind.
Guards: tests/unit/kubeloop/controller/test_apply.py, tests/integration/kubernetes/test_kubeloop_controller.py.
"""

from __future__ import annotations

import enum
import logging
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeVar

import msgspec

from kubeloop import errors
from kubeloop.cache import digest
from kubeloop.cache.store import Entry
from kubeloop.client.base import CREATES_ONLY, Client, Propagation
from kubeloop.controller import explicit, generations
from kubeloop.informer import source
from kubeloop.informer.shared import Informer
from kubeloop.objects import owner
from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Key, Metadata

T = TypeVar("T", bound=digest.Child)
V = TypeVar("V")

IMMUTABLE_UID = "metadata.uid"
"""A uid that is not the object's is to the server an invalid change of this field (422), not a conflict."""

PAUSE_SECONDS = 1.0
"""How long to wait for the end of an object that no watch tells, or whose owner is gone."""

OF_THE_SERVER = frozenset({"uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp"})
"""Metadata that nobody sets but the API server; the first two are sent as preconditions only."""

_log = logging.getLogger(__name__)


class Applied(enum.Enum):
    """What an apply did."""

    UNCHANGED = "unchanged"
    CREATED = "created"
    CHANGED = "changed"
    TERMINATING = "terminating"
    """Nothing: the child is being deleted, and its end will be told."""


class Child(NamedTuple):
    """A child and the informer of its kind."""

    informer: Informer[Any, Any]
    child: digest.Child


def nothing(_: object) -> None:
    """Keep nothing of an object but its metadata and its digest."""


class Applier:
    """Applies and deletes children under one field manager. Their informers' sources come from `children`.

    Labels and annotations with one of the prefixes are ours and compared, others may set theirs beside them. Name every
    prefix that a child sets, such as `app.kubernetes.io/`.
    """

    def __init__(self, client: Client, *, manager: str, own_label_prefixes: tuple[str, ...]) -> None:
        self._client = client
        self._manager = manager
        self._own_label_prefixes = own_label_prefixes
        self._digest = digest.of(own_label_prefixes)
        self._generations = generations.Generations()

    def children(
        self,
        kind: Kind,
        type_: type[T],
        *,
        labels: str,
        view: Callable[[T], Any] = nothing,
        namespace: str | None = None,
    ) -> source.Source[T, Any]:
        """Return the source of an informer for children of this kind: those with these labels, with their digests.

        `labels` is a selector such as `example.com/own=yes`; each child must carry them. `view` is what the cache keeps
        of a child besides.
        """
        return source.Source(kind, type_, view=view, digest=self._digest, labels=labels, namespace=namespace)

    async def apply_all(self, parent: Metadata, build: Callable[[], Iterable[Child]], *, group: str = "") -> None:
        """Make the server agree with the children that this generation of the parent wants, and nothing else decides.

        They are built only if one of them may differ: what a generation wanted is remembered, as digests. Each further
        call for the same parent needs a `group` of its own. Nothing is deleted: see `Store.owned_by` and `delete`.
        Raises what `apply` raises.
        """
        if self._generations.is_settled(parent, group):
            return
        wanted = []
        for informer, child in build():
            made = self._digest(child)
            await self._apply(informer, child, made)
            wanted.append(generations.Wanted(informer, _kept_key(informer, _key(child)), made))
        self._generations.remember(parent, group, wanted)

    async def apply(self, informer: Informer[T, V], child: T) -> Applied:
        """Make the server agree with the child; raises `Clash` if its name belongs to somebody else.

        Raises `RetryAfter` while a former one is still being deleted, `Retry` if another one has replaced it, what the
        client raises, and `ValueError` or `RuntimeError` for a child that would never be seen or put right again.
        """
        return await self._apply(informer, child, self._digest(child))

    async def _apply(self, informer: Informer[Any, Any], child: Any, wanted: bytes) -> Applied:
        key = _key(child)
        entry = informer.store.get(key)
        if entry is None:
            return await self._create(informer, key, child, wanted)
        if not _is_ours(entry, child):
            raise _refusal(informer, entry.metadata, child)
        if entry.metadata.is_terminating:
            return Applied.TERMINATING
        if entry.is_settled_on(wanted):
            return Applied.UNCHANGED
        await self._write(informer, key, child, wanted, uid=entry.metadata.uid)
        _log.info("applied %s %s, which differed", informer.source.kind.name, key)
        return Applied.CHANGED

    async def delete(
        self, informer: Informer[Any, Any], key: Key, *, uid: str, propagation: Propagation = "Background"
    ) -> bool:
        """Delete the very object with this uid; return False if it is gone or another one has its name."""
        try:
            await self._client.delete(informer.source.kind, key.namespace, key.name, uid=uid, propagation=propagation)
        except (errors.NotFound, errors.Conflict):
            return False
        _log.info("deleted %s %s", informer.source.kind.name, key)
        return True

    async def _create(self, informer: Informer[T, V], key: Key, child: T, wanted: bytes) -> Applied:
        try:
            await self._write(informer, key, child, wanted)
        except errors.Conflict:
            return await self._take_back(informer, key, child, wanted)
        _log.info("created %s %s", informer.source.kind.name, key)
        return Applied.CREATED

    async def _take_back(self, informer: Informer[T, V], key: Key, child: T, wanted: bytes) -> Applied:
        kind = informer.source.kind
        there = source.Decoder(informer.source).metadata(await self._client.get(kind, key.namespace, key.name))
        mine = owner.controller_uid(child.metadata)
        if owner.controller_uid(there) != mine:
            raise _refusal(informer, there, child)
        if there.is_terminating:
            raise errors.RetryAfter(f"{kind.name} {key} is still being deleted", PAUSE_SECONDS)
        # If the cache only lags behind, this changes nothing.
        await self._write(informer, key, child, wanted, uid=there.uid)
        return Applied.CHANGED

    def _check(self, informer: Informer[Any, Any], key: Key, child: digest.Child) -> None:
        """Raise for what would be applied once and never seen, or never put right, again."""
        kind, metadata = informer.source.kind.name, child.metadata
        if not informer.is_synced:
            raise RuntimeError(f"the informer of {kind} is not synced: was it given to Manager.add_informer?")
        if informer.source.namespace not in (None, key.namespace):
            raise ValueError(f"{kind} {key} is outside of {informer.source.namespace}, which its informer watches")
        if owner.controller_of(metadata) is None:
            raise ValueError(f"{kind} {key} has no controlling owner: make its metadata by owner.child_metadata")
        if not informer.selects(metadata.labels):
            raise ValueError(f"{kind} {key} lacks {informer.source.labels}, by which it is watched")
        labels = metadata.labels.keys() - digest.named_labels(metadata)
        annotations = set(getattr(metadata, "annotations", ())) - digest.named_annotations(metadata)
        for name in labels | annotations:
            if not name.startswith(self._own_label_prefixes):
                raise ValueError(f"{kind} {key} sets {name}, which none of own_label_prefixes covers: add its prefix")

    async def _write(self, informer: Informer[T, V], key: Key, child: T, wanted: bytes, *, uid: str = "") -> None:
        self._check(informer, key, child)
        body = _body(informer, child, uid)
        informer.begin_write(key)
        try:
            answer = await self._client.apply(
                informer.source.kind, key.namespace, key.name, body, manager=self._manager
            )
        except errors.Invalid as error:
            informer.abandoned(key)
            if IMMUTABLE_UID in error.message:
                raise errors.Retry(f"{informer.source.kind.name} {key} was replaced by another one") from error
            raise
        except BaseException:
            informer.abandoned(key)
            raise
        informer.written(key, answer, wanted=wanted, owner=owner.controller_uid(child.metadata))


def _key(child: digest.Child) -> Key:
    return Key(child.metadata.namespace, child.metadata.name)


def _kept_key(informer: Informer[Any, Any], key: Key) -> Key:
    """Return the key as the cache has it, whose text is in memory already."""
    entry = informer.store.get(key)
    return entry.metadata.key if entry else key


def _body(informer: Informer[Any, Any], child: object, uid: str) -> bytes:
    content = manifest(informer.source.kind, child)
    content["metadata"] |= {"uid": uid} if uid else {"resourceVersion": CREATES_ONLY}
    return msgspec.json.encode(content)


def manifest(kind: Kind, child: object) -> dict[str, Any]:
    """Return a child as it is applied, but for the precondition: all that is not the server's to set."""
    content: dict[str, Any] = explicit.builtins(child)
    metadata = {name: value for name, value in content["metadata"].items() if name not in OF_THE_SERVER}
    return {"apiVersion": kind.api_version, "kind": kind.name} | content | {"metadata": metadata}


def _is_ours(entry: Entry[Any], child: digest.Child) -> bool:
    mine = owner.controller_uid(child.metadata)
    controller = owner.controller_uid(entry.metadata)
    # Somebody may have removed the owner of what this process applied for it: that is drift, not a stranger.
    was_ours = not controller and entry.settled is not None and entry.settled.owner == mine
    return was_ours or controller == mine


def _refusal(informer: Informer[Any, Any], there: Metadata, child: digest.Child) -> errors.KubeloopError:
    """Return why what has the child's name is not touched: it is a stranger's, or of a former owner and will go."""
    kind = informer.source.kind.name
    controller, mine = owner.controller_of(there), owner.controller_of(child.metadata)
    if controller and mine and owner.are_namesakes(controller, mine):
        former = f"the former {mine.kind} {mine.name}"
        return errors.RetryAfter(f"{kind} {there.key} of {former} is still being deleted", PAUSE_SECONDS)
    whose = f"{controller.kind} {controller.name}" if controller else ""
    return errors.Clash(kind, there.namespace, there.name, uid=there.uid, controller=whose)
