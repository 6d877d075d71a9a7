# SPDX-License-Identifier: Apache-2.0
"""The part of an object's metadata that controllers read, and the key under which caches and queues know the object.

Annotations and the time of creation are left out on purpose: a cache holds one of these per object, and a kind that
needs them extends this one in its own struct.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec


class Key(NamedTuple):
    """Namespace and name; the namespace is empty for cluster-scoped objects."""

    namespace: str
    name: str

    def __str__(self) -> str:
        return f"{self.namespace}/{self.name}" if self.namespace else self.name


class OwnerReference(msgspec.Struct, frozen=True, gc=False, rename="camel", omit_defaults=True):
    """Whom an object belongs to; the garbage collector deletes it with its owner."""

    api_version: str
    kind: str
    name: str
    uid: str
    controller: bool = False
    block_owner_deletion: bool = False


class Metadata(msgspec.Struct, frozen=True, gc=False, rename="camel", omit_defaults=True):
    """Slim metadata of a live object. Versions are opaque: compare them for equality only."""

    name: str = ""
    namespace: str = ""
    uid: str = ""
    resource_version: str = ""
    generation: int = 0
    deletion_timestamp: str = ""
    labels: dict[str, str] = {}
    owner_references: tuple[OwnerReference, ...] = ()

    @property
    def key(self) -> Key:
        """The key of the object in caches and queues."""
        return Key(self.namespace, self.name)

    @property
    def is_terminating(self) -> bool:
        """Whether somebody asked for the deletion of the object, which finalizers may still delay."""
        return bool(self.deletion_timestamp)
