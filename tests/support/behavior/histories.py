# SPDX-License-Identifier: Apache-2.0
"""Random histories of one object: three managers, a patcher, and what each write makes of it, for comparing servers.

They stay clear of what depends on defaults, validation or chance: nothing is emptied, finalizers come alone.
"""

from __future__ import annotations

import random
import re
from collections.abc import Awaitable, Callable, Iterator

from kubeloop import errors
from tests.support.behavior.api import WIDGET, Api, Content

MANAGERS = ("one", "two", "three")
OF_A_SERVER = frozenset({"uid", "resourceVersion", "creationTimestamp", "deletionTimestamp", "namespace"})

Write = Callable[[Api], Awaitable[Content]]


def writes(seed: int, count: int) -> Iterator[tuple[str, Write]]:
    """Yield writes of the widget with a description of each; the first makes it."""
    chance = random.Random(seed)
    yield _apply(chance, manager="base", spec={"options": {"base": "b"}})
    for _ in range(count - 1):
        kind = chance.random()
        if kind < 0.6:
            yield _apply(chance, manager=chance.choice(MANAGERS), metadata=_metadata(chance), spec=_spec(chance))
        elif kind < 0.75:
            status = {"phase": chance.choice("xy"), "conditions": [_condition(chance)]}
            yield _apply(chance, manager=chance.choice(MANAGERS), subresource="status", status=status)
        else:
            yield _patch({"spec": _spec(chance)})


async def outcome(api: Api, write: Write) -> object:
    """Return what a write makes of the object, without what differs from server to server, or why it is refused."""
    try:
        return _comparable(await write(api))
    except errors.ApiError as error:
        return type(error).__name__, sorted(re.findall(r"(?:- |: )(\..*)", error.message))


def _apply(chance: random.Random, **arguments: object) -> tuple[str, Write]:
    force = chance.random() < 0.7

    async def write(api: Api) -> Content:
        return await api.apply(WIDGET, force=force, **arguments)  # type: ignore[arg-type]  # as drawn above

    return f"apply {arguments} {force=}", write


def _patch(changes: Content) -> tuple[str, Write]:
    async def write(api: Api) -> Content:
        return await api.patch(WIDGET, changes)

    return f"patch {changes}", write


def _spec(chance: random.Random) -> Content:
    drawn: Content = {
        "size": chance.randint(1, 2),
        "parts": [_some(chance, name=name, count=chance.randint(1, 2), color="r") for name in _sample(chance, "wxyz")],
        "ports": [_some(chance, port=int(number), title=chance.choice("tu")) for number in _sample(chance, "123")],
        "tags": _sample(chance, "tuv"),
        "steps": _sample(chance, "ab"),
        "options": {name: chance.choice("pq") for name in _sample(chance, "mno")},
        "selector": {name: chance.choice("pq") for name in _sample(chance, "mno")},
    }
    return {name: drawn[name] for name in sorted(drawn) if chance.random() < 0.4}


def _metadata(chance: random.Random) -> Content:
    drawn: Content = {
        "labels": {name: chance.choice("12") for name in _sample(chance, "ab")},
        "ownerReferences": [
            {"apiVersion": "v1", "kind": "ConfigMap", "name": "x", "uid": uid} for uid in _sample(chance, "uv")
        ],
    }
    return {name: drawn[name] for name in sorted(drawn) if chance.random() < 0.3}


def _condition(chance: random.Random) -> Content:
    fixed = {"reason": "R", "lastTransitionTime": "2026-01-01T00:00:00Z"}
    return {"type": chance.choice("RS"), "status": "True"} | fixed


def _some(chance: random.Random, **fields: object) -> Content:
    """Return the first field, which is the key, and some of the others."""
    key, *others = fields
    return {name: fields[name] for name in (key, *(name for name in others if chance.random() < 0.5))}


def _sample(chance: random.Random, letters: str) -> list[str]:
    return chance.sample(letters, chance.randint(1, len(letters)))


def _comparable(content: Content) -> Content:
    metadata = {name: value for name, value in content["metadata"].items() if name not in OF_A_SERVER}
    managers = [{name: value for name, value in each.items() if name != "time"} for each in metadata["managedFields"]]
    metadata["managedFields"] = sorted(
        managers, key=lambda each: (each["manager"], each["operation"], each.get("subresource", ""))
    )
    return content | {"metadata": metadata}
