# SPDX-License-Identifier: Apache-2.0
"""The listening socket of the site."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator

from aiohttp import web

from monero_exporter.server.door import Door
from monero_exporter.values import BindAddress

_SHUTDOWN_SECONDS = 0.5
"""How long answers under way may still take: a reader of health asks again anyway."""


class CannotListen(Exception):
    """The address is taken, or none of this machine's."""


@contextlib.asynccontextmanager
async def listening(application: web.Application, bind: BindAddress) -> AsyncIterator[int]:
    """Serve the application at the address and yield the port; raises CannotListen."""
    door = Door()
    application.middlewares.append(door.middleware())
    runner = web.AppRunner(application, handle_signals=False, shutdown_timeout=_SHUTDOWN_SECONDS)
    await runner.setup()
    try:
        with contextlib.closing(await _listen(runner, door, bind)) as server:
            yield server.sockets[0].getsockname()[1]
    finally:
        await runner.cleanup()


async def _listen(runner: web.AppRunner, door: Door, bind: BindAddress) -> asyncio.Server:
    manager, loop = runner.server, asyncio.get_running_loop()
    if manager is None:
        raise RuntimeError("a runner has a server once it is set up")
    try:
        return await loop.create_server(lambda: _Conversation(manager, door, loop), bind.host, bind.port)
    except OSError as error:
        # What asyncio adds to it repeats the address, and number and text of a name server's error are apart.
        cause = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror or "no such host"
        raise CannotListen(f"cannot listen on {bind}: {cause.lower()}") from error


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
