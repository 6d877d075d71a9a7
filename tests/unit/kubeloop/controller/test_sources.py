# SPDX-License-Identifier: Apache-2.0
"""Sources of keys: which change wakes whom, and how urgently."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from kubeloop.cache.store import Entry
from kubeloop.controller import sources
from kubeloop.informer.changes import Change
from kubeloop.objects import owner
from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Key, Metadata

PARENT = Kind("example.com", "v1", "parents", "Parent")
NODE = Kind("", "v1", "nodes", "Node", namespaced=False)
KEY = Key("default", "one")
METADATA = Metadata(name="one", namespace="default", uid="u", generation=1)


class Keys:
    """What a controller was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, bool]] = []

    def enqueue(self, key: Key, *, live: bool = True) -> None:
        """Remember a key."""
        self.asked.append((str(key), live))


def entry(digest: bytes = b"", **metadata: Any) -> Entry[str]:
    """Return an entry."""
    return Entry(msgspec.structs.replace(METADATA, **metadata), "view", digest)


def viewed(view: str) -> Entry[str]:
    """Return the entry of an object with another status."""
    return Entry(msgspec.structs.replace(METADATA, resource_version="2"), view)


def child(parent: str, digest: bytes = b"", kind: Kind = PARENT) -> Entry[str]:
    """Return the entry of a child."""
    reference = owner.reference(kind, Metadata(name=parent, namespace="default", uid=f"uid-{parent}"))
    return entry(digest, owner_references=(reference,))


def change(old: Entry[str] | None, new: Entry[str] | None, **more: Any) -> Change[str]:
    """Return a change."""
    return Change(KEY, old, new, **more)


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        (change(None, entry()), ["default/one"]),
        (change(entry(), None), ["default/one"]),
        (change(entry(), entry(generation=2)), ["default/one"]),
        (change(entry(), entry(uid="other")), ["default/one"]),
        (change(entry(), entry(resource_version="2")), []),
        (change(entry(), viewed("edited")), ["default/one"]),
        (change(entry(), viewed("written"), is_own=True), []),
        (change(entry(generation=0), entry(generation=0, resource_version="2")), ["default/one"]),
    ],
    ids=["new", "gone", "edited", "replaced", "nothing that is kept", "status", "own status", "no generations"],
)
def test_objects_wake_their_controller_for_what_others_do(told, asked):
    """An edited status is repaired; an own write of it wakes nobody."""
    keys = Keys()
    sources.of_objects(keys)(told)

    assert asked == [key for key, _ in keys.asked]


@pytest.mark.parametrize(
    ("told", "asked"),
    [
        (change(None, child("a")), ["default/a"]),
        (change(child("a"), child("a", b"edited")), ["default/a"]),
        (change(child("a"), child("b")), ["default/a", "default/b"]),
        (change(child("a"), child("a")), []),
        (change(None, child("a", kind=Kind("", "v1", "others", "Other"))), []),
        (change(None, child("a", kind=NODE)), []),
        (change(None, entry()), []),
    ],
    ids=["new", "edited", "given away", "same", "of another kind", "of a node", "nobody's"],
)
def test_children_wake_their_owner(told, asked):
    """Also the former one; a change of nothing that is kept wakes nobody."""
    keys = Keys()
    sources.of_children(keys, PARENT)(told)

    assert asked == [key for key, _ in keys.asked]


def test_owner_without_namespace_is_found():
    """The key of a cluster-scoped owner has none."""
    keys = Keys()
    sources.of_children(keys, NODE)(change(None, child("a", kind=NODE)))

    assert keys.asked == [("a", True)]


def test_others_wake_whom_a_function_names():
    """With the urgency of the change."""
    keys = Keys()
    sources.mapped(keys, lambda told: [told.key, Key("default", "two")])(change(None, entry(), live=False))

    assert keys.asked == [("default/one", False), ("default/two", False)]
