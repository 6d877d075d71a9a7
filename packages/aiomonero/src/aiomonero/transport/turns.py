# SPDX-License-Identifier: Apache-2.0
"""How many exchanges are made with one server at a time: monerod hangs up on who opens more connections than it serves.

It counts those of one address, 25 from a private one and 3 from a public one (monero 0.18), and serves them with
two threads. What it sees of us is guessed by what we see of it.
"""

import asyncio
import contextlib
import dataclasses
import functools
import ipaddress
from collections.abc import AsyncIterator

PRIVATE = 25
PUBLIC = 3

_PRIVATE_NAMES = (".localhost", ".local", ".internal", ".svc")


@dataclasses.dataclass(slots=True)
class _Queue:
    turns: asyncio.Semaphore
    users: int = 0


class Turns:
    """Queues, one for each server that somebody is asking; with a `limit` all servers have that one."""

    def __init__(self, limit: int | None = None, *, is_proxied: bool = False) -> None:
        self._limit = limit
        self._is_proxied = is_proxied
        self._queues: dict[str, _Queue] = {}

    @contextlib.asynccontextmanager
    async def turn(self, origin: str, host: str) -> AsyncIterator[None]:
        """Wait for a turn with the server at `origin`, which is on `host`."""
        queue = self._queues.get(origin)
        if queue is None:
            queue = self._queues[origin] = _Queue(asyncio.Semaphore(self._limit or self._served(host)))
        queue.users += 1
        try:
            async with queue.turns:
                yield
        finally:
            queue.users -= 1
            if not queue.users:
                del self._queues[origin]

    def _served(self, host: str) -> int:
        return PRIVATE if is_private(host) and not self._is_proxied else PUBLIC


@functools.lru_cache(maxsize=1024)
def is_private(host: str) -> bool:
    """Tell whether a server there most likely sees a private address of ours; a name counts by its form."""
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        name = host.lower().rstrip(".")
        return "." not in name or name.endswith(_PRIVATE_NAMES)
