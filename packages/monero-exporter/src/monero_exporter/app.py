# SPDX-License-Identifier: Apache-2.0
"""Start-up as a recipe: transports, the daemon, what is looked at beside it, the site, until a signal ends it."""

import asyncio
import logging
import signal
import time
from collections.abc import Iterator, Sequence

import monero_exporter
from aiomonero.rpc.daemon import DaemonRpc
from aiomonero.transport.call import Policy
from aiomonero.transport.http import HttpTransport
from aiomonero.types.endpoint import Endpoint
from aiomonero.zmq.subscriber import Subscriber
from monero_exporter.catalogue.family import Sample
from monero_exporter.scrape import companion, process, source, sources
from monero_exporter.scrape.agent import Agent
from monero_exporter.scrape.alone import Alone
from monero_exporter.scrape.blocks import ChainFollower
from monero_exporter.scrape.collection import Collector
from monero_exporter.scrape.companion import Companion
from monero_exporter.scrape.geoip import GeoIp
from monero_exporter.scrape.p2pool import P2pool
from monero_exporter.scrape.siblings import Siblings
from monero_exporter.scrape.stream import Stream
from monero_exporter.scrape.xmrig import Xmrig
from monero_exporter.server import listener
from monero_exporter.server.news import News
from monero_exporter.server.probe import MOST_TARGETS, Probe
from monero_exporter.server.site import Site
from monero_exporter.server.watched import Looker, Watched
from monero_exporter.settings import Settings
from monero_exporter.translate import exporter
from monero_exporter.translate.agent_status import I2p, Tor
from monero_exporter.translate.observation import Details
from monero_exporter.translate.zones import Zone

_CONNECTIONS = 6
"""One more for each question of health than sources take at once."""
_PROBE_CONNECTIONS = 4 * MOST_TARGETS
"""So many that no target waits because others are silent."""
_CLOCK = time.time  # noqa: TID251 - the program's one wall clock, handed down as a value
_log = logging.getLogger(__name__)


async def run(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT; the daemon need not be there yet, or ever."""
    stop = _stop_signal()
    routers = tuple(_routers(settings))
    async with _transport(settings) as transport, _strangers(settings) as strangers:
        of_everybody = (GeoIp(settings.geoip_file),) if settings.geoip_file else ()
        looker, companions = _looking(settings, transport, (*of_everybody, *_miners(settings), *routers))
        async with companion.running(companions):
            watched = Watched(looker, is_closed=settings.is_closed, own=_own, tell=News().tell)
            probe = Probe(settings.probe_targets, lambda target: _probed(settings, strangers, target, of_everybody))
            await _serve(settings, _site(settings, watched, routers), probe, stop)


def _site(settings: Settings, watched: Watched, routers: Sequence[Companion]) -> Site:
    return Site(
        watched,
        name=settings.name,
        has_daemon=settings.endpoint is not None,
        beside=lambda: Details(**companion.last(routers)),
    )


async def _serve(settings: Settings, site: Site, probe: Probe, stop: asyncio.Event) -> None:
    application = site.application(settings.telemetry_path if settings.has_metrics else None, probe)
    async with listener.listening(application, settings.bind) as port:
        _log.info("listening on %s, %s", settings.bind._replace(port=port), _subjects(settings))
        await stop.wait()


def _subjects(settings: Settings) -> str:
    subjects = {"daemon": settings.endpoint or "none", "xmrig": settings.xmrig, "p2pool": settings.p2pool}
    subjects |= {"tor": settings.tor, "i2p": settings.i2p}
    return ", ".join(f"{what} {where}" for what, where in subjects.items() if where)


def _looking(
    settings: Settings, transport: HttpTransport, beside: tuple[Companion, ...]
) -> tuple[Looker, tuple[Companion, ...]]:
    """Return who looks at the daemon, and all who look at what is beside it, which is more where there is a daemon."""
    if settings.endpoint is None:
        return Alone(clock=_CLOCK, companions=beside), beside
    daemon = _daemon(settings, transport, settings.endpoint)
    chain = ChainFollower(clock=_CLOCK, is_told_arrivals=settings.zmq_address is not None)
    streams = (_stream(settings, settings.zmq_address, daemon, chain),) if settings.zmq_address else ()
    companions = (*beside, *streams)
    siblings = Siblings(settings.siblings, settings.name, daemon) if settings.siblings else None
    met_by = Zone(settings.transport) if settings.transport else None
    collector = _collector(settings, daemon, chain, companions, siblings, met_by)
    return collector, (*companions, siblings) if siblings else companions


def _miners(settings: Settings) -> Iterator[Companion]:
    deadline_seconds = settings.timeout_seconds
    if settings.xmrig:
        yield Xmrig(str(settings.xmrig), token=settings.xmrig_token, deadline_seconds=deadline_seconds)
    if settings.p2pool:
        yield P2pool(settings.p2pool, clock=_CLOCK, deadline_seconds=deadline_seconds)


def _routers(settings: Settings) -> Iterator[Companion]:
    deadline_seconds = settings.timeout_seconds
    if settings.tor:
        yield Agent("tor", Tor, str(settings.tor), deadline_seconds=deadline_seconds)
    if settings.i2p:
        yield Agent("i2p", I2p, str(settings.i2p), deadline_seconds=deadline_seconds)


def _stream(settings: Settings, address: str, daemon: DaemonRpc, chain: ChainFollower) -> Stream:
    async def look() -> None:
        await source.ask(chain.look(daemon), deadline_seconds=settings.timeout_seconds)

    return Stream(Subscriber(address, proxy=settings.proxy), clock=_CLOCK, arrived=chain.arrived, look=look)


def _transport(settings: Settings) -> HttpTransport:
    return HttpTransport(max_connections=_CONNECTIONS, login=settings.login, trust=settings.trust, proxy=settings.proxy)


def _strangers(settings: Settings) -> HttpTransport:
    # Targets of probes are not told the daemon's login.
    return HttpTransport(max_connections=_PROBE_CONNECTIONS, trust=settings.trust, proxy=settings.proxy)


def _daemon(settings: Settings, transport: HttpTransport, endpoint: Endpoint) -> DaemonRpc:
    # One more attempt, at once: the daemon closes idle connections, which shows only when the next question is sent.
    policy = Policy(timeout_seconds=settings.timeout_seconds, attempts=2, pause_seconds=0.05)
    return DaemonRpc(transport, str(endpoint), policy=policy)


def _probed(settings: Settings, strangers: HttpTransport, target: Endpoint, companions: Sequence[Companion]) -> Watched:
    daemon = _daemon(settings, strangers, target)
    collector = _collector(settings, daemon, ChainFollower(clock=_CLOCK), companions)
    return Watched(collector, is_closed=settings.is_closed)


def _collector(
    settings: Settings,
    daemon: DaemonRpc,
    chain: ChainFollower,
    companions: Sequence[Companion] = (),
    siblings: Siblings | None = None,
    met_by: Zone | None = None,
) -> Collector:
    return Collector(
        daemon,
        clock=_CLOCK,
        sources=sources.of_daemon(clock=_CLOCK, chain=chain),
        companions=companions,
        siblings=siblings.last if siblings else tuple,
        transport=met_by,
        deadline_seconds=settings.timeout_seconds,
    )


def _own() -> Iterator[Sample]:
    return exporter.of_process(monero_exporter.__version__, process.usage())


def _stop_signal() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
