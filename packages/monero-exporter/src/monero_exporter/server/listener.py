# SPDX-License-Identifier: Apache-2.0
"""The listening socket of the site."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from aiohttp import web

from monero_exporter.server.door import Door
from monero_exporter.values import BindAddress

_SHUTDOWN_SECONDS = 0.5
"""How long answers under way may still take: a reader of health asks again anyway."""


@contextlib.asynccontextmanager
async def listening(application: web.Application, bind: BindAddress) -> AsyncIterator[None]:
    """Serve the application at the address; raises OSError where that is taken."""
    door = Door()
    application.middlewares.append(door.middleware())
    runner = web.AppRunner(application, handle_signals=False, shutdown_timeout=_SHUTDOWN_SECONDS)
    await runner.setup()
    try:
        with contextlib.closing(await _listen(runner, door, bind)):
            yield
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, door: Door, bind: BindAddress) -> asyncio.Server:
    manager, loop = runner.server, asyncio.get_running_loop()
    if manager is None:
        raise RuntimeError("a runner has a server once it is set up")
    return await loop.create_server(lambda: _Conversation(manager, door, loop), bind.host, bind.port)


class _Conversation(web.RequestHandler):
    """One connection; comes in by the door and tells it when it ends."""

    def __init__(self, manager: web.Server, door: Door, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(manager, loop=loop, access_log=None)  # type: ignore[arg-type]  # as aiohttp's own runner does
        self._door = door

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._door.entered(self)

    def connection_lost(self, exc: BaseException | None) -> None:
        self._door.left(self)
        super().connection_lost(exc)
