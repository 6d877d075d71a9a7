# SPDX-License-Identifier: Apache-2.0
"""Handlers that turn what informers tell into keys of a controller."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from kubeloop.controller.loop import Controller
from kubeloop.informer.changes import Change, Handler
from kubeloop.objects import kind as kinds
from kubeloop.objects import owner
from kubeloop.objects.metadata import Key, Metadata


def of_objects(controller: Controller) -> Handler[Any]:
    """Enqueue an object when its spec changes, and when others change what the cache keeps of it, such as its status.

    Own status writes wake nobody.
    """

    def handle(change: Change[Any]) -> None:
        if change.is_of_spec or (change.is_of_content and not change.is_own):
            controller.enqueue(change.key, live=change.live)

    return handle


def of_children(controller: Controller, owner_kind: kinds.Kind) -> Handler[Any]:
    """Enqueue the controlling owner of an object when what is kept of the object changes, also a former owner."""

    def handle(change: Change[Any]) -> None:
        if not change.is_of_content:
            return
        entries = [entry for entry in (change.old, change.new) if entry is not None]
        for key in dict.fromkeys(key for entry in entries if (key := _owner_key(entry.metadata, owner_kind))):
            controller.enqueue(key, live=change.live)

    return handle


def mapped(controller: Controller, keys_of: Callable[[Change[Any]], Iterable[Key]]) -> Handler[Any]:
    """Enqueue the keys that a function finds for a change, such as those of the objects that mention this one."""

    def handle(change: Change[Any]) -> None:
        for key in keys_of(change):
            controller.enqueue(key, live=change.live)

    return handle


def _owner_key(metadata: Metadata, owner_kind: kinds.Kind) -> Key | None:
    reference = owner.controller_of(metadata)
    if reference is None or not owner.is_of_kind(reference, owner_kind):
        return None
    return Key(metadata.namespace if owner_kind.namespaced else "", reference.name)
