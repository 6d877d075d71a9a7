# SPDX-License-Identifier: Apache-2.0
"""What the rest of the runtime asks of a Kubernetes client; `kubeloop.testing` has one without a server."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from typing import Literal, Protocol, TypeAlias

import msgspec

from kubeloop.objects.kind import Kind

UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What decoding raises for bytes that are not what is expected, are no text, or are nested without end."""

CREATES_ONLY = "1"
"""As a resourceVersion of an apply: no object has had it, so it succeeds only where there is none (else `Conflict`)."""

EventType = Literal["ADDED", "MODIFIED", "DELETED", "BOOKMARK"]
Propagation = Literal["Background", "Foreground", "Orphan"]
Permit: TypeAlias = Callable[[], float]
"""Says for how many seconds from now writing is allowed, or raises: a deposed leader must not write."""


class Page(msgspec.Struct, frozen=True):
    """A page of a list; `continue_token` is empty on the last one."""

    items: tuple[msgspec.Raw, ...]
    resource_version: str
    continue_token: str = ""


class Event(msgspec.Struct, frozen=True):
    """A change that a watch reports."""

    type: EventType
    object: msgspec.Raw


class Client(Protocol):
    """Six verbs. All raise `errors.ApiError`, `errors.Unreachable` or `errors.Undecodable`, never the library's own."""

    async def list(
        self,
        kind: Kind,
        namespace: str | None = None,
        *,
        labels: str = "",
        limit: int = 100,
        continue_token: str = "",
        only_metadata: bool = False,
    ) -> Page:
        """Return a page of a collection; without `namespace` of all namespaces.

        With `only_metadata` the server leaves the content out: for kinds that must not be read, such as Secrets.
        """
        ...

    def watch(
        self,
        kind: Kind,
        namespace: str | None = None,
        *,
        labels: str = "",
        resource_version: str,
        timeout_seconds: int,
        only_metadata: bool = False,
    ) -> AsyncGenerator[Event, None]:
        """Yield changes after a version, bookmarks included, until the server ends the watch; 410 raises `Gone`."""
        ...

    async def get(self, kind: Kind, namespace: str, name: str) -> bytes:
        """Return one object, as the server sent it; raises `NotFound`."""
        ...

    async def apply(
        self,
        kind: Kind,
        namespace: str,
        name: str,
        body: bytes,
        *,
        manager: str,
        subresource: str = "",
        force: bool = True,
    ) -> bytes:
        """Apply on the server as a field manager; return the whole object.

        With `force` fields of other managers are taken over, without it they are a `Conflict`.
        """
        ...

    async def patch(self, kind: Kind, namespace: str, name: str, body: bytes, *, subresource: str = "") -> bytes:
        """Merge a JSON merge patch; return the whole object. Raises `NotFound`."""
        ...

    async def delete(
        self, kind: Kind, namespace: str, name: str, *, uid: str = "", propagation: Propagation = "Background"
    ) -> None:
        """Ask for deletion; with `uid` only of that very object. Raises `NotFound`, or `Conflict` for another uid."""
        ...
