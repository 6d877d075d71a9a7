# SPDX-License-Identifier: Apache-2.0
"""Looks up names, each time anew: pods behind one change their addresses.

By threads of our own that nobody waits for at the end: a name server that hangs would otherwise hold up the exporter's
own end, as the event loop waits for the threads that it lends.
"""

import asyncio
import contextlib
import ipaddress
import socket
import threading
from collections.abc import Callable
from typing import NamedTuple

DEADLINE_SECONDS = 5.0
KEPT_SECONDS = 60.0
"""How long the addresses of before are good while a name is not found: another pod may have them soon."""
MAX_ADDRESSES = 128


def resolve(host: str) -> tuple[str, ...]:
    """Return the addresses of a name, or none where it is not found; takes its time."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(sorted({str(address[0]) for *_, address in found})[:MAX_ADDRESSES])


class _Found(NamedTuple):
    addresses: tuple[str, ...]
    at_seconds: float


class Names:
    """Finds the addresses of names, at most one look-up of each under way."""

    def __init__(self, resolve: Callable[[str], tuple[str, ...]] = resolve) -> None:
        self._resolve = resolve
        self._under_way: dict[str, asyncio.Future[tuple[str, ...]]] = {}
        self._found: dict[str, _Found] = {}

    async def addresses(self, host: str, *, deadline_seconds: float = DEADLINE_SECONDS) -> tuple[str, ...]:
        """Return the addresses of a host, those of a minute ago if need be, or none."""
        if _is_address(host):
            return (host,)
        found = await self._look_up(host, deadline_seconds)
        now_seconds = asyncio.get_running_loop().time()
        if found:
            self._found[host] = _Found(found, now_seconds)
        before = self._found.get(host)
        return before.addresses if before and now_seconds - before.at_seconds <= KEPT_SECONDS else ()

    async def _look_up(self, host: str, deadline_seconds: float) -> tuple[str, ...]:
        under_way = self._under_way.get(host)
        if under_way is None:
            under_way = self._under_way[host] = _in_thread(self._resolve, host)
        await asyncio.wait([under_way], timeout=deadline_seconds)
        if not under_way.done():
            return ()
        self._under_way.pop(host, None)
        return under_way.result()


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _in_thread(resolve: Callable[[str], tuple[str, ...]], host: str) -> asyncio.Future[tuple[str, ...]]:
    loop = asyncio.get_running_loop()
    future: asyncio.Future[tuple[str, ...]] = loop.create_future()

    def settle(found: tuple[str, ...]) -> None:
        if not future.done():
            future.set_result(found)

    def run() -> None:
        found = resolve(host)
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile, and nobody wants to know
            loop.call_soon_threadsafe(settle, found)

    threading.Thread(target=run, name=f"look up {host}", daemon=True).start()
    return future
