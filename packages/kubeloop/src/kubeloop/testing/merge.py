# SPDX-License-Identifier: Apache-2.0
"""What applies and patches do to a document: laying one over the other, and taking fields away. Pure.

Nothing is changed in place: results share with their sources what is the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kubeloop import errors
from kubeloop.testing import fieldsets
from kubeloop.testing.schema import UNDECLARED, Document, Type, children


def merged(old: Any, new: Any, type_: Type) -> Any:
    """Return the old value with the new one laid over it."""
    if type_.is_atomic:
        return new
    if isinstance(new, dict):
        base = old if isinstance(old, dict) else {}
        return base | {name: merged(base.get(name), value, type_.of_field(name)) for name, value in new.items()}
    if isinstance(new, list) and type_.list_type != "atomic":
        return list(_merged_list(old if isinstance(old, list) else [], new, type_))
    return new


def without(value: Any, gone: Document, type_: Type) -> Any:
    """Return the value without the fields of this tree, and without what becomes empty by their removal."""
    kept = {}
    for name, (child, child_type) in (children(value, type_) or {}).items():
        branch = gone.get(name)
        if branch is None:
            kept[name] = child
        elif not fieldsets.is_member(branch):
            rest = without(child, branch, child_type)
            if rest not in ({}, []):
                # Keys that were sent no longer are there by default.
                kept[name] = type_.filled(rest)
    if isinstance(value, dict):
        return {name.removeprefix("f:"): child for name, child in kept.items()}
    return list(kept.values())


def patched(value: Any, patch: Any) -> Any:
    """Return the value after a JSON merge patch (RFC 7386)."""
    if not isinstance(patch, dict):
        return patch
    result = dict(value) if isinstance(value, dict) else {}
    for name, change in patch.items():
        if change is None:
            result.pop(name, None)
        else:
            result[name] = patched(result.get(name), change)
    return result


def _merged_list(old: list[Any], new: list[Any], type_: Type) -> Iterator[Any]:
    """Yield the new entries in their order, and between them, where they were, the old ones that are not among them."""
    before = {type_.element(item): item for item in old}
    after = {type_.element(item): item for item in new}
    if len(after) < len(new):
        sentence = f"failed to create typed patch object: duplicate entries for a key among {', '.join(after)}"
        raise errors.Invalid(sentence, status=422)
    waiting, shared = list(before), [name for name in after if name in before]
    for name, item in after.items():
        while waiting and waiting[0] not in shared[:1]:
            first = waiting.pop(0)
            if first not in after:
                yield before[first]
        if name in before:
            del waiting[:1], shared[:1]
        yield merged(before.get(name), type_.filled(item), type_.each or UNDECLARED)
    yield from (before[name] for name in waiting)
