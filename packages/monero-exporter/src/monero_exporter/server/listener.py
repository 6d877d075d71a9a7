# SPDX-License-Identifier: Apache-2.0
"""The listening socket of the site."""

import contextlib
from collections.abc import AsyncIterator

from aiohttp import web

from monero_exporter.values import BindAddress

_SHUTDOWN_SECONDS = 0.5
"""How long answers under way may still take: a reader of health asks again anyway."""


@contextlib.asynccontextmanager
async def listening(application: web.Application, bind: BindAddress) -> AsyncIterator[None]:
    """Serve the application at the address; raises OSError where that is taken."""
    runner = web.AppRunner(application, access_log=None, handle_signals=False)
    await runner.setup()
    try:
        await web.TCPSite(runner, bind.host, bind.port, shutdown_timeout=_SHUTDOWN_SECONDS).start()
        yield
    finally:
        await runner.cleanup()
