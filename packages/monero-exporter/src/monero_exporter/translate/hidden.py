# SPDX-License-Identifier: Apache-2.0
"""Tor and I2P beside the daemon, as samples and as members of the `/status` document."""

from collections.abc import Callable, Iterable, Iterator

from aiomonero.types import health
from aiomonero.types.health import Reason
from monero_exporter.catalogue import hidden as families
from monero_exporter.catalogue.family import Family, Sample
from monero_exporter.translate import observation
from monero_exporter.translate.agent_status import I2p, Program, Service, Tor
from monero_exporter.translate.observation import Details, Observation, Seen
from monero_exporter.translate.zones import Zone

AGENT_SILENT = "AgentSilent"
_PERCENT = 100


def translate(details: Details) -> Iterator[Sample]:
    """Yield the samples of those programs that were asked after."""
    if details.tor is not None:
        yield from _of_program(details.tor, families.TOR)
        if details.tor.answer is not None:
            yield from _of_tor(details.tor.answer)
    if details.i2p is not None:
        yield from _of_program(details.i2p, families.I2P)
        if details.i2p.answer is not None:
            yield from _of_i2p(details.i2p.answer)


def _of_program(seen: Seen[Tor] | Seen[I2p], of: families.Program) -> Iterator[Sample]:
    told: Program | None = seen.answer
    yield Sample(of.up, told is not None and told.running)
    yield Sample(of.ready, told is not None and told.ready)
    if told is None:
        return
    if told.version:
        yield Sample(of.info, 1, (told.version,))
    yield from (Sample(of.problem, 1, (code,)) for code in sorted({problem.code for problem in told.problems}))
    yield from _known(of.restarts_total, told.restarts)
    yield from _known(of.reloads_total, told.reloads)
    yield from _of_services(of.service_published, told.services, lambda service: service.is_published)


def _of_tor(tor: Tor) -> Iterator[Sample]:
    if tor.bootstrapped is not None:
        yield Sample(families.TOR_BOOTSTRAPPED_RATIO, tor.bootstrapped / _PERCENT)
    yield from _known(families.TOR_CIRCUIT_ESTABLISHED, tor.circuit_established)
    yield from _known(families.TOR_NETWORK_LIVE, tor.network_live)
    yield from _of_services(families.TOR_INTRODUCTION_POINTS, tor.services, lambda each: each.introduction_points)


def _of_i2p(i2p: I2p) -> Iterator[Sample]:
    if i2p.network_status:
        yield Sample(families.I2P_NETWORK_STATUS, 1, (i2p.network_status,))
    yield from _known(families.I2P_KNOWN_ROUTERS, i2p.known_peers)
    yield from _known(families.I2P_TUNNEL_SUCCESS_RATIO, i2p.tunnel_success_ratio)


def _known(family: Family, value: float | None) -> Iterator[Sample]:
    if value is not None:
        yield Sample(family, value)


def _of_services(
    family: Family, services: Iterable[Service], value: Callable[[Service], float | None]
) -> Iterator[Sample]:
    # One series for each pair of labels: Prometheus refuses a page that has one twice.
    told = {(each.name, "previous" if each.is_previous else "current"): value(each) for each in services}
    yield from (Sample(family, known, labels) for labels, known in sorted(told.items()) if known is not None)


def status(router: Seen[Tor] | Seen[I2p] | None, zone: Zone, seen: Observation) -> health.Hidden | None:
    """Return how the program of a zone is, None where there is none or nothing is known of it yet."""
    if router is None:
        return None
    told: Program | None = router.answer
    peers_in, peers_out = _peers(zone, seen)
    if told is None:
        silence = Reason(AGENT_SILENT, f"Nothing is known of {zone}, as its agent does not answer: {router.error}.")
        return health.Hidden(problems=(silence,), peers_in=peers_in, peers_out=peers_out)
    return health.Hidden(
        ready=told.ready,
        version=told.version,
        bootstrapped=told.bootstrapped if isinstance(told, Tor) else None,
        services=tuple(_services(told.services)),
        problems=tuple(Reason(each.code, each.message) for each in told.problems),
        peers_in=peers_in,
        peers_out=peers_out,
    )


def _services(services: Iterable[Service]) -> Iterator[health.HiddenService]:
    """Yield those whose address the program has told by now."""
    for service in services:
        if service.address:
            yield health.HiddenService(
                name=service.name,
                introduction_points=service.introduction_points,
                published=service.is_published,
                previous=service.is_previous,
            )


def _peers(zone: Zone, seen: Observation) -> tuple[int | None, int | None]:
    connections = observation.answer(seen.connections)
    if connections is None:
        return None, None
    there = [peer.incoming for peer in connections if peer.is_established and seen.zone(peer) is zone]
    return there.count(True), there.count(False)
