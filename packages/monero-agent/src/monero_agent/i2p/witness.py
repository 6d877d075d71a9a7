# SPDX-License-Identifier: Apache-2.0
"""Looks at a running i2pd through its web console, and knows what was seen last."""

import asyncio
import base64
import contextlib
import logging
from collections.abc import Iterable

from monero_agent.i2p import console
from monero_agent.i2p.console import Health

TIMEOUT_SECONDS = 5.0
NAMED_SECONDS = 10.0
QUICK_SECONDS, SLOW_SECONDS = 2.0, 10.0
"""Between two looks at an i2pd that is not ready, and at one that is."""

_MAX_PAGE_BYTES = 1024 * 1024
_MAX_OTHERS = 4
_ITSELF = 1
_POLL_SECONDS = 0.02
_log = logging.getLogger(__name__)


class ConsoleError(Exception):
    """The console did not answer, or not what was asked for."""


class Witness:
    """What i2pd says. `error` is why it says nothing; everything is forgotten with the i2pd that said it."""

    def __init__(self) -> None:
        self._port = 0
        self._login = ""
        self._published: dict[str, bool] = {}
        self._next_look = 0.0
        self._silent_since: float | None = None
        self._alone_since: float | None = None
        self.health = Health()
        self.is_ready = False
        self.error = ""

    @property
    def is_introduced(self) -> bool:
        """Whether it is known where the console of the i2pd that runs is."""
        return self._port != 0

    def meet(self, port: int, password: str) -> None:
        """Learn where the console is."""
        self._port, self._login = port, base64.b64encode(f"agent:{password}".encode()).decode()

    async def look(self, destinations: frozenset[str]) -> None:
        """Ask how i2pd is, and how these destinations are, unless that was done a moment ago."""
        if _now() < self._next_look and destinations == self._published.keys():
            return
        try:
            self.health = console.health(await self.page(console.MAIN))
            self._published = {each: await self._can_talk(each) for each in sorted(destinations)}
            self.is_ready = any(self._published.values()) or await self._can_any_talk(destinations)
            self.error, self._silent_since = "", None
            self._alone_since = (self._alone_since or _now()) if self.health.known_peers <= _ITSELF else None
        except ConsoleError as error:
            self._clear()
            self.error, self._silent_since = str(error), self._silent_since or _now()
        is_whole = self.is_ready and all(self._published.values())
        self._next_look = _now() + (SLOW_SECONDS if is_whole else QUICK_SECONDS)

    @property
    def silent_seconds(self) -> float:
        """For how long i2pd has not answered though it runs."""
        return _now() - self._silent_since if self._silent_since else 0.0

    @property
    def alone_seconds(self) -> float:
        """For how long i2pd has known no router but itself."""
        return _now() - self._alone_since if self._alone_since else 0.0

    def forget(self) -> None:
        """Begin anew: another i2pd starts with no tunnel, and may have its console elsewhere."""
        self._clear()
        self._port, self.error, self._silent_since, self._alone_since = 0, "", None, None

    def _clear(self) -> None:
        self.health, self.is_ready, self._published, self._next_look = Health(), False, {}, 0.0

    def is_published(self, destination: str) -> bool | None:
        """Whether a destination has what it takes to be found and reached, where that is known."""
        return self._published.get(destination)

    async def until_named(self, names: frozenset[str]) -> None:
        """Wait until i2pd has the tunnels with these names; one that does not say so is not waited for long."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(NAMED_SECONDS):
                while not await self._has(names):  # noqa: ASYNC110 - it is asked, and has no events
                    await asyncio.sleep(_POLL_SECONDS)
                return
        _log.warning("i2pd did not say that it has the new tunnels")

    async def page(self, path: str) -> str:
        """Return a page of the console. Raises ConsoleError."""
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                return await self._get(path)
        except TimeoutError as error:
            raise ConsoleError(f"i2pd's console did not answer within {TIMEOUT_SECONDS:g} s") from error
        except (OSError, ValueError) as error:  # the latter is a line without an end
            raise ConsoleError(f"i2pd's console does not answer: {error}") from error

    async def _has(self, names: frozenset[str]) -> bool:
        with contextlib.suppress(ConsoleError):
            return console.names(await self.page(console.TUNNELS)) == names
        return False

    async def _can_talk(self, destination: str) -> bool:
        return console.can_talk(await self.page(console.path(destination)))

    async def _can_any_talk(self, seen: Iterable[str]) -> bool:
        """Where nothing is served, i2pd's own destinations show whether tunnels can be built."""
        known = {each.partition(".")[0] for each in seen}
        listed = console.destinations(await self.page(console.DESTINATIONS))
        for each in [each for each in listed if each not in known][:_MAX_OTHERS]:
            if await self._can_talk(each):
                return True
        return False

    async def _get(self, path: str) -> str:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port, limit=_MAX_PAGE_BYTES)
        try:
            head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\nAuthorization: Basic {self._login}\r\n"
            writer.write(f"{head}Connection: close\r\n\r\n".encode())
            status = await reader.readline()
            if b" 200 " not in status:
                raise ConsoleError(f"i2pd's console answers {status.decode('latin-1').strip() or 'nothing'}")
            return await _rest(reader)
        finally:
            writer.transport.abort()


async def _rest(reader: asyncio.StreamReader) -> str:
    """Return what comes until the other side closes, within the bound."""
    rest = bytearray()
    while len(rest) < _MAX_PAGE_BYTES and (chunk := await reader.read(65536)):
        rest += chunk
    return rest.decode("utf-8", "replace")


def _now() -> float:
    return asyncio.get_running_loop().time()
