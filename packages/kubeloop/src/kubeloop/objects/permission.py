# SPDX-License-Identifier: Apache-2.0
"""What a module must be allowed to do, declared beside its code as `PERMISSIONS`: a program can write a Role of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from kubeloop.objects import kind as kinds

Verb = Literal["get", "list", "watch", "create", "update", "patch", "delete"]

READ: tuple[Verb, ...] = ("list", "watch")
"""What an informer needs."""

APPLY: tuple[Verb, ...] = ("get", "create", "patch")
"""What an `Applier` needs: an apply is a PATCH that may create, and a clash looks at who is there."""


class Permission(msgspec.Struct, frozen=True, order=True):
    """Verbs on one resource; a subresource is spelled `plural/subresource`."""

    group: str
    resource: str
    verbs: tuple[Verb, ...]


def on(kind: kinds.Kind, *verbs: Verb, subresource: str = "") -> Permission:
    """Return the permission for these verbs on a kind or on one of its subresources."""
    resource = f"{kind.plural}/{subresource}" if subresource else kind.plural
    return Permission(kind.group, resource, tuple(sorted(set(verbs))))


def merged(permissions: Iterable[Permission]) -> tuple[Permission, ...]:
    """Return one permission per resource with the union of its verbs, sorted."""
    verbs: dict[tuple[str, str], set[Verb]] = {}
    for permission in permissions:
        verbs.setdefault((permission.group, permission.resource), set()).update(permission.verbs)
    return tuple(Permission(*resource, tuple(sorted(wanted))) for resource, wanted in sorted(verbs.items()))
