# SPDX-License-Identifier: Apache-2.0
"""Start-up as a recipe: transport, the daemon's RPC, what is looked at beside it, the site, until a signal ends it."""

import asyncio
import logging
import signal
import time
from collections.abc import Sequence

from aiomonero.rpc.daemon import DaemonRpc
from aiomonero.transport.call import Policy
from aiomonero.transport.http import HttpTransport
from monero_exporter.scrape import companion, sources
from monero_exporter.scrape.collection import Collector
from monero_exporter.scrape.companion import Companion
from monero_exporter.scrape.p2pool import P2pool
from monero_exporter.scrape.xmrig import Xmrig
from monero_exporter.server import listener
from monero_exporter.server.site import Site
from monero_exporter.settings import Settings

_CONNECTIONS = 4
_log = logging.getLogger(__name__)
_clock = time.time  # noqa: TID251 - the program's one wall clock, handed down as a value


async def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; the daemon need not be there yet, or ever."""
    stop = _stop_signal()
    companions = _companions(settings)
    async with _transport(settings) as transport, companion.running(companions):
        site = Site(_collector(settings, transport, companions), is_closed=settings.is_closed)
        application = site.application(settings.telemetry_path if settings.has_metrics else None)
        async with listener.listening(application, settings.bind):
            _log.info("serving at port %d what %s says", settings.bind.port, settings.endpoint)
            await stop.wait()


def _companions(settings: Settings) -> tuple[Companion, ...]:
    """Return what is looked at beside the daemon, each thing where a setting asks for it."""
    deadline_seconds = settings.timeout_seconds
    companions: list[Companion] = []
    if settings.xmrig:
        companions.append(Xmrig(str(settings.xmrig), token=settings.xmrig_token, deadline_seconds=deadline_seconds))
    if settings.p2pool:
        companions.append(P2pool(settings.p2pool, clock=_clock, deadline_seconds=deadline_seconds))
    return tuple(companions)


def _transport(settings: Settings) -> HttpTransport:
    return HttpTransport(max_connections=_CONNECTIONS, login=settings.login, trust=settings.trust, proxy=settings.proxy)


def _collector(settings: Settings, transport: HttpTransport, companions: Sequence[Companion]) -> Collector:
    # One more attempt, at once: the daemon closes idle connections, which shows only when the next question is sent.
    policy = Policy(timeout_seconds=settings.timeout_seconds, attempts=2, pause_seconds=0.05)
    return Collector(
        DaemonRpc(transport, str(settings.endpoint), policy=policy),
        clock=_clock,
        sources=sources.of_daemon(clock=_clock),
        companions=companions,
        deadline_seconds=settings.timeout_seconds,
    )


def _stop_signal() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
