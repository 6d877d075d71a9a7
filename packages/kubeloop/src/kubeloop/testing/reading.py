# SPDX-License-Identifier: Apache-2.0
"""Lists in pages of one version, and watches, of the objects in a storage."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import msgspec

from kubeloop import errors
from kubeloop.client.base import Event, Page
from kubeloop.objects import selector
from kubeloop.objects.kind import Kind
from kubeloop.objects.selector import Selector
from kubeloop.testing.history import Record, Scope
from kubeloop.testing.storage import Storage

BOOKMARK_SECONDS = 60.0
LAST_BOOKMARK_SECONDS = 2.0
"""How long before its end a watch tells where it is."""
MAX_PAGES = 100
"""Continue tokens that are remembered; older ones have expired."""


def selector_of(labels: str) -> Selector:
    """Return what a request's selector selects; raises `Invalid` for what is none."""
    try:
        return selector.parse(labels)
    except ValueError as error:
        raise errors.Invalid(str(error), status=400, reason="BadRequest") from error


class Pages:
    """Lists that were begun, as they were then."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._rests: dict[str, tuple[str, tuple[Record, ...]]] = {}
        self._tokens = 0

    def first(self, scope: Scope, limit: int) -> Page:
        """Begin a list."""
        return self._page(str(self._storage.history.version), self._storage.within(scope), scope, limit)

    def next(self, token: str, scope: Scope, limit: int) -> Page:
        """Continue a list; raises `Gone` for a token that has expired."""
        if token not in self._rests:
            raise errors.Gone("the provided continue parameter is too old", status=410, reason="Expired")
        return self._page(*self._rests[token], scope, limit)

    def expire(self) -> None:
        """Forget all lists that were begun."""
        self._rests.clear()

    def _page(self, version: str, records: tuple[Record, ...], scope: Scope, limit: int) -> Page:
        items = tuple(record.partial if scope.only_metadata else record.item for record in records[:limit])
        return Page(items, version, self._remember(version, records[limit:]))

    def _remember(self, version: str, rest: tuple[Record, ...]) -> str:
        if not rest:
            return ""
        self._tokens += 1
        token = f"{version}-{self._tokens}"
        self._rests[token] = (version, rest)
        if len(self._rests) > MAX_PAGES:
            del self._rests[next(iter(self._rests))]
        return token


async def watch(storage: Storage, scope: Scope, version: int, timeout_seconds: int) -> AsyncGenerator[Event, None]:
    """Yield changes after a version, and each minute and before the end a bookmark, if there is news of the kind.

    As on a server whose etcd does not notify of progress, a watch of a quiet kind says nothing at all.
    """
    history, now = storage.history, asyncio.get_running_loop().time
    began, seen, cuts, end = max(version, history.version), version, history.cuts, now() + timeout_seconds
    bookmark_at = _next_bookmark(now(), end)
    while now() < end:
        if history.cuts != cuts:
            raise errors.Unreachable(f"the watch of {scope.kind.plural} broke: the connection was reset")
        events = history.since(seen, scope)
        seen = max(seen, history.version)
        for event in events:
            yield event
        if now() >= bookmark_at:
            bookmark_at = _next_bookmark(now(), end)
            if newest := history.newest(scope.kind, began):
                yield _bookmark(scope.kind, newest)
        await history.wait(seen, min(bookmark_at, end))


def _next_bookmark(now: float, end: float) -> float:
    last = end - LAST_BOOKMARK_SECONDS
    return min(now + BOOKMARK_SECONDS, last) if now < last else now + BOOKMARK_SECONDS


def _bookmark(kind: Kind, version: int) -> Event:
    content = {"kind": kind.name, "apiVersion": kind.api_version, "metadata": {"resourceVersion": str(version)}}
    return Event("BOOKMARK", msgspec.Raw(msgspec.json.encode(content)))
