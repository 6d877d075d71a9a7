# SPDX-License-Identifier: Apache-2.0
"""What applies and patches do to a document. An apply merges, and removes what its manager no longer sends.

Lists of maps merge by the first of `LIST_KEYS` that all of their entries have; other lists are replaced whole.
"""

from __future__ import annotations

from typing import Any

LIST_KEYS = ("uid", "name", "type", "port")
"""Owner references by uid; containers, volumes and ports by name; conditions by type."""

Document = dict[str, Any]
Path = tuple[str, ...]


def paths(value: Any, prefix: Path = ()) -> frozenset[Path]:
    """Return the path of every leaf."""
    children = _children(value)
    if not children:
        return frozenset({prefix})
    return frozenset().union(*(paths(child, (*prefix, name)) for name, child in children.items()))


def merged(old: Any, new: Any) -> Any:
    """Return the old value with the new one laid over it."""
    if isinstance(old, dict) and isinstance(new, dict):
        return old | {name: merged(old[name], value) if name in old else value for name, value in new.items()}
    key = _list_key(old) if _list_key(old) == _list_key(new) else None
    if key is None:
        return new
    entries = {entry[key]: entry for entry in old}
    for entry in new:
        entries[entry[key]] = merged(entries[entry[key]], entry) if entry[key] in entries else entry
    return list(entries.values())


def without(value: Any, gone: frozenset[Path]) -> Any:
    """Return the value without these leaves, and without what became empty by their removal."""
    if not gone:
        return value
    kept = {}
    for name, child in _children(value).items():
        below = frozenset(path[1:] for path in gone if path[:1] == (name,))
        if () in below:
            continue
        rest = without(child, below)
        if rest not in ({}, []) or child in ({}, []):
            kept[name] = rest
    return kept if isinstance(value, dict) else list(kept.values())


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


def _children(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    key = _list_key(value)
    return {f"{key}={entry[key]}": entry for entry in value} if key else {}


def _list_key(value: Any) -> str | None:
    if not isinstance(value, list) or not value or not all(isinstance(entry, dict) for entry in value):
        return None
    return next((key for key in LIST_KEYS if all(key in entry for entry in value)), None)
