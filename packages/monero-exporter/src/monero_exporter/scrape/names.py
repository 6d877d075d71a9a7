# SPDX-License-Identifier: Apache-2.0
"""Looks up names, each time anew: pods behind one change their addresses."""

import asyncio
import ipaddress
import re
import socket
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from monero_exporter.scrape import threads

DEADLINE_SECONDS = 5.0
KEPT_SECONDS = 60.0
"""How long the addresses of before are good while a name is not found: another pod may have them soon."""
MAX_ADDRESSES = 128


_RESOLVER = Path("/etc/resolv.conf")


def resolve(host: str) -> tuple[str, ...]:
    """Return the addresses of a name, or none where it is not found; takes its time."""
    try:
        found = socket.getaddrinfo(whole(host, _resolver()), None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return ()
    return tuple(sorted({str(address[0]) for *_, address in found})[:MAX_ADDRESSES])


def whole(host: str, resolver: str) -> str:
    """Return the whole name of a Service that a pod says by its first part, by what the pod's resolv.conf says.

    While there is no such Service the resolver would try the bare name as well, which the cluster asks of the world.
    """
    search = re.search(r"^search\s+(\S+\.svc\.\S+)", resolver, re.MULTILINE)
    return f"{host}.{search[1].rstrip('.')}." if search and "." not in host else host


def _resolver() -> str:
    try:
        return _RESOLVER.read_text(errors="replace")
    except OSError:
        return ""


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
            under_way = self._under_way[host] = threads.start(lambda: self._resolve(host), f"look up {host}")
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
