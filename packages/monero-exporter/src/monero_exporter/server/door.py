# SPDX-License-Identifier: Apache-2.0
"""Who may come in: so many connections at once, and each has to ask something soon.

The port carries the probes of readiness, so strangers who open connections and say nothing must not take the daemon
beside it out of service.
"""

import asyncio
from typing import Protocol

from aiohttp import typedefs, web

MOST_GUESTS = 400
"""Well below the 1024 files that a process may often open."""
PATIENCE_SECONDS = 10.0
"""For the first request; aiohttp closes connections that are idle for longer after one."""


class Guest(Protocol):
    """A connection, as aiohttp's `RequestHandler` is one."""

    @property
    def transport(self) -> asyncio.Transport | None: ...


class Door:
    """Closes connections that ask nothing, and the one that was idle for longest when there are too many.

    At most half may belong to those who asked nothing yet, so that they push out each other and nobody else.
    """

    def __init__(self, *, most: int = MOST_GUESTS, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._most = most
        self._patience_seconds = patience_seconds
        self._silent: dict[Guest, asyncio.TimerHandle] = {}
        self._heard: dict[Guest, None] = {}

    def entered(self, guest: Guest) -> None:
        """Let one in, at the cost of another if need be."""
        loop = asyncio.get_running_loop()
        self._silent[guest] = loop.call_later(self._patience_seconds, self._shut, guest)
        if len(self._silent) + len(self._heard) > self._most:
            self._shut(next(iter(self._silent if len(self._silent) > self._most // 2 else self._heard)))

    def asked(self, guest: Guest) -> None:
        """Take note of a request."""
        self.left(guest)
        self._heard[guest] = None

    def left(self, guest: Guest) -> None:
        """Forget one who is gone."""
        self._heard.pop(guest, None)
        if timer := self._silent.pop(guest, None):
            timer.cancel()

    def middleware(self) -> typedefs.Middleware:
        """Return what notes each request of an application."""

        @web.middleware
        async def note(request: web.Request, handler: typedefs.Handler) -> web.StreamResponse:
            if request.transport is not None:  # a request may be read after its connection ended
                self.asked(request.protocol)
            return await handler(request)

        return note

    def _shut(self, guest: Guest) -> None:
        self.left(guest)
        if guest.transport is not None:
            guest.transport.abort()
