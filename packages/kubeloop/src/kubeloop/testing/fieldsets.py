# SPDX-License-Identifier: Apache-2.0
"""Sets of fields: of a value, between two values, and as `managedFields` and refusals spell them. Pure.

A path is a tuple of the names that `fieldsV1` uses: `f:spec`, `k:{"name":"x"}`, `v:"x"`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, TypeAlias

import msgspec

from kubeloop.testing.schema import Document, Type, children

Path: TypeAlias = tuple[str, ...]
FieldSet: TypeAlias = frozenset[Path]

EMPTY: FieldSet = frozenset()
MEMBER = "."
"""In `fieldsV1`, says that what has members of its own is one itself."""


class Difference(NamedTuple):
    """What it takes to come from one value to another."""

    added: FieldSet = EMPTY
    modified: FieldSet = EMPTY
    removed: FieldSet = EMPTY

    def __or__(self, other: Difference) -> Difference:
        return Difference(*(mine | theirs for mine, theirs in zip(self, other, strict=True)))


def claimed(value: Any, type_: Type, path: Path = ()) -> FieldSet:
    """Return what somebody owns who applies this value: leaves, entries of lists, and keys that are free."""
    parts = children(value, type_)
    if parts is None or (not parts and isinstance(value, dict)):
        return frozenset({path})
    found = EMPTY
    for name, (child, child_type) in parts.items():
        below = (*path, name)
        found |= claimed(child, child_type, below)
        if type_.is_free(name.removeprefix("f:")):
            found |= {below}
    return found


def everything(value: Any, type_: Type, path: Path = ()) -> FieldSet:
    """Return the paths of a value and of all its parts."""
    parts = children(value, type_) or {}
    below = (everything(child, child_type, (*path, name)) for name, (child, child_type) in parts.items())
    return frozenset({path}).union(*below)


def difference(old: Any, new: Any, type_: Type, path: Path = ()) -> Difference:
    """Return what changed between two values."""
    if old == new:
        return Difference()
    before, after = children(old, type_), children(new, type_)
    if before is None or after is None:
        return Difference(modified=frozenset({path}))
    found = Difference()
    for name in before.keys() | after.keys():
        below = (*path, name)
        if name not in before:
            found |= Difference(added=everything(*after[name], below))
        elif name not in after:
            found |= Difference(removed=everything(*before[name], below))
        else:
            found |= difference(before[name][0], *after[name], below)
    return found


def with_parents(paths: FieldSet) -> FieldSet:
    """Return the paths and the fields above them; entries of lists are not held by what is owned inside."""
    above = {path[:length] for path in paths for length in range(1, len(path))}
    return paths | {path for path in above if path[-1].startswith("f:")}


def holds(paths: FieldSet, path: Path) -> bool:
    """Say whether the path, or one above it, is in the set."""
    return any(path[:length] in paths for length in range(1, len(path) + 1))


def tree(paths: Iterable[Path]) -> Document:
    """Return the set as `fieldsV1` has it."""
    root: Document = {}
    for path in sorted(paths, key=len, reverse=True):
        place = root
        for name in path:
            place = place.setdefault(name, {})
        if place:
            place[MEMBER] = {}
    return root


def is_member(branch: Document) -> bool:
    """Say whether what a branch of such a tree stands for is itself in the set."""
    return not branch or MEMBER in branch


def sentence(path: Path) -> str:
    """Return the path as refusals write it: `.spec.ports[port=1,protocol="TCP"].name`."""
    return "".join(_segment(name) for name in path)


def _segment(name: str) -> str:
    kind, _, text = name.partition(":")
    if kind == "f":
        return f".{text}"
    if kind == "v":
        return f"[={text}]"
    keys: Document = msgspec.json.decode(text)
    return "[" + ",".join(f"{key}={msgspec.json.encode(value).decode()}" for key, value in keys.items()) + "]"
