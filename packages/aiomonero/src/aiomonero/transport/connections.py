# SPDX-License-Identifier: Apache-2.0
"""Which connection an exchange goes over: any of a pool, or, with a login, one that nobody else uses meanwhile."""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Callable
from urllib import parse

import aiohttp

from aiomonero import errors
from aiomonero.protocol import digest
from aiomonero.types.login import Login

Response = aiohttp.ClientResponse
OpenSession = Callable[[int], aiohttp.ClientSession]
"""Opens a session of at most that many connections."""

_CLOSED = "the transport was closed meanwhile"


class Lane:
    """A session to exchange over; with a login it has one connection, whose challenge it remembers."""

    def __init__(self, session: aiohttp.ClientSession, *, origin: str = "", login: Login | None = None) -> None:
        self.session = session
        self.origin = origin
        self._digest = digest.Session(login) if login else None

    def request(self, verb: str, url: str, body: bytes | None) -> contextlib.AbstractAsyncContextManager[Response]:
        """Ask once, with proof of the login where the server wanted that before; raises Closed if the session is."""
        if self.session.closed:
            raise errors.Closed(_CLOSED)
        return self.session.request(verb, url, data=body, headers=self._proof(verb, url), allow_redirects=False)

    def learns(self, response: Response) -> bool:
        """Take the challenge of a refused request; False where nothing was asked or there is no login to answer with.

        Raises Unauthorized where the challenge cannot be answered.
        """
        if response.status != 401 or self._digest is None:
            return False
        self._digest.challenged(response.headers.getall("WWW-Authenticate", ()))
        return True

    def _proof(self, verb: str, url: str) -> dict[str, str]:
        if self._digest is None:
            return {}
        proof = self._digest.authorization(verb, _target(url), client_nonce=secrets.token_hex(8))
        return {"Authorization": proof} if proof else {}


class Shared:
    """One pool of connections for all exchanges, for daemons without a login."""

    def __init__(self, open_session: OpenSession, limit: int) -> None:
        self._lane = Lane(open_session(limit))
        # aiohttp's own queue ends with CancelledError for those who wait in it while the session is closed.
        self._turns = asyncio.Semaphore(limit)

    @contextlib.asynccontextmanager
    async def lane(self, url: str) -> AsyncIterator[Lane]:  # noqa: ARG002 - its sibling looks at the URL
        async with self._turns:
            yield self._lane

    async def close(self) -> None:
        await self._lane.session.close()


class Separate:
    """Connections that are handed to one exchange at a time, as monerod's challenges demand; at most `limit`."""

    def __init__(self, open_session: OpenSession, limit: int, login: Login) -> None:
        self._open_session = open_session
        self._limit = limit
        self._login = login
        self._turns = asyncio.Semaphore(limit)
        self._idle: list[Lane] = []
        self._busy: set[Lane] = set()
        self._is_closed = False

    @contextlib.asynccontextmanager
    async def lane(self, url: str) -> AsyncIterator[Lane]:
        async with self._turns:
            if self._is_closed:
                raise errors.Closed(_CLOSED)
            lane = self._take(origin(url))
            self._busy.add(lane)
            try:
                await self._close_surplus()
                yield lane
            finally:
                self._busy.remove(lane)
                self._idle.append(lane)

    async def close(self) -> None:
        self._is_closed = True
        await asyncio.gather(*(lane.session.close() for lane in (*self._idle, *self._busy)))

    def _take(self, origin: str) -> Lane:
        # The latest one first: the others fall out of use, and their servers close them.
        for index in range(len(self._idle) - 1, -1, -1):
            if self._idle[index].origin == origin:
                return self._idle.pop(index)
        return Lane(self._open_session(1), origin=origin, login=self._login)

    async def _close_surplus(self) -> None:
        while len(self._idle) + len(self._busy) > self._limit:
            await self._idle.pop(0).session.close()


def origin(url: str) -> str:
    """Return scheme, host and port of a URL, which is whom a connection belongs to."""
    parts = parse.urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _target(url: str) -> str:
    parts = parse.urlsplit(url)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
