# SPDX-License-Identifier: Apache-2.0
"""Start-up as a recipe: transport, the daemon's RPC, one shared collection, the site, until a signal ends it."""

import asyncio
import logging
import signal
import time
from collections.abc import Callable

from aiomonero.rpc.daemon import DaemonRpc
from aiomonero.transport.call import Policy
from aiomonero.transport.http import HttpTransport
from monero_exporter.scrape import siblings
from monero_exporter.scrape.collection import SOURCE_DEADLINE_SECONDS, Collector
from monero_exporter.server import listener
from monero_exporter.server.site import Site
from monero_exporter.settings import Settings

_log = logging.getLogger(__name__)

# One more attempt, at once: the daemon closes idle connections, which shows only when the next question is sent.
_POLICY = Policy(timeout_seconds=SOURCE_DEADLINE_SECONDS, attempts=2, pause_seconds=0.05)


async def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; the daemon need not be there yet, or ever."""
    stop = _stop_signal()
    async with HttpTransport(max_connections=4, login=settings.login, trust=settings.trust) as transport:
        daemon = DaemonRpc(transport, str(settings.endpoint), policy=_POLICY)
        async with siblings.watched(settings.siblings, settings.name, daemon) as known:
            await _serve(settings, daemon, known, stop)


async def _serve(
    settings: Settings, daemon: DaemonRpc, known: Callable[[], siblings.Known], stop: asyncio.Event
) -> None:
    clock = time.time  # noqa: TID251 - the program's one wall clock, handed down as a value
    collector = Collector(daemon, clock=clock, siblings=known)
    site = Site(collector, is_closed=settings.is_closed, name=settings.name)
    application = site.application(settings.telemetry_path if settings.has_metrics else None)
    async with listener.listening(application, settings.bind_host, settings.bind_port):
        _log.info("serving at port %d what %s says", settings.bind_port, settings.endpoint)
        await stop.wait()


def _stop_signal() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
