# SPDX-License-Identifier: Apache-2.0
"""What the visits of a crawl say about the network, as countable sections. Pure.

Everything but reachability is what peers say of themselves. A handshake does not tell a peer's release; the features
that it supports, its height and its hard fork bound it.
"""

import collections
import ipaddress
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from aiomonero.p2p.geoip import Place
from aiomonero.p2p.visit import Answer, Outcome, Visit
from aiomonero.types.peer_address import AddressKind, PeerAddress

ZONES = {AddressKind.IPV4: "IPv4", AddressKind.IPV6: "IPv6", AddressKind.TOR: "Tor", AddressKind.I2P: "I2P"}

UNKNOWN = "unknown"
_FLUFFY_BLOCKS = 1  # P2P_SUPPORT_FLAG_FLUFFY_BLOCKS, src/cryptonote_config.h of monero 0.18
_NEIGHBORS = 101
"""Heights are compared with those of as many visits around the same time, as a crawl takes longer than a block."""


class Row(msgspec.Struct, frozen=True):
    """How many of the visited peers, and of those that answered, share something."""

    label: str
    visited: int
    reachable: int


class Section(msgspec.Struct, frozen=True):
    """One way to divide the peers; the rows stand with the most reachable peers first, or in their natural order."""

    name: str
    title: str
    rows: tuple[Row, ...]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A crawl in numbers.

    `height` is the median of what reachable peers said, 0 without any. `waiting` addresses were left when the crawl
    ended, `passed_over` counts those that its rules did not visit, by reason. `shared_identities` counts the peers
    that answered with the same identity as another: one node at several addresses, or relays that stand for it.
    """

    visited: int
    reachable: int
    height: int
    shared_identities: int
    waiting: int
    passed_over: Mapping[str, int]
    sections: tuple[Section, ...]

    def section(self, name: str) -> Section:
        """Return one section; raises KeyError."""
        found = {section.name: section for section in self.sections}
        return found[name]


Label = Callable[[Visit], str | None]
"""Which row a visit belongs to; None for none."""


def summarize(
    visits: Iterable[Visit],
    *,
    places: Callable[[PeerAddress], Place] | None = None,
    waiting: int = 0,
    passed_over: Mapping[str, int] | None = None,
) -> Report:
    """Count; with `places`, countries and autonomous systems too."""
    visits = sorted(visits, key=lambda visit: visit.began_at)
    answers = [visit.answer for visit in visits if visit.answer]
    identities = collections.Counter(answer.peer_id for answer in answers)
    return Report(
        visited=len(visits),
        reachable=len(answers),
        height=_median(answers),
        shared_identities=sum(count for count in identities.values() if count > 1),
        waiting=waiting,
        passed_over=dict(passed_over or {}),
        sections=(*_sections(visits), *(_geography(visits, places) if places else ())),
    )


def _sections(visits: Sequence[Visit]) -> Iterable[Section]:
    lags, peers = dict(_lags(visits)), {visit.address: visit.peer for visit in visits}
    yield _section("outcomes", "how visits ended", visits, lambda visit: visit.outcome, tuple(Outcome))
    yield _section("zones", "zones", visits, lambda visit: ZONES[peers[visit.address].kind])
    yield _section("heights", "heights", visits, lambda visit: _lag(lags.get(visit.address)), tuple(_LAGS.values()))
    yield _section("forks", "hard forks", visits, _answered(lambda answer: f"v{answer.top_version}"))
    yield _section("features", "support flags", visits, _answered(_features))
    yield _section("pruning", "pruning", visits, _answered(_pruning))
    yield _section("rpc", "public RPC", visits, _answered(_rpc))
    depths = tuple(str(depth) for depth in sorted({visit.depth for visit in visits}))
    yield _section("depths", "hops from the seeds", visits, lambda visit: str(visit.depth), depths)
    yield _section(
        "networks", "networks (/16 of IPv4, /32 of IPv6)", visits, lambda visit: network(peers[visit.address])
    )


def _geography(visits: Sequence[Visit], places: Callable[[PeerAddress], Place]) -> Iterable[Section]:
    found = {visit.address: places(visit.peer) for visit in visits if not visit.peer.is_hidden}

    def country(visit: Visit) -> str | None:
        place = found.get(visit.address)
        return None if place is None else place.country or UNKNOWN

    def system(visit: Visit) -> str | None:
        place = found.get(visit.address)
        return None if place is None else f"AS{place.asn} {place.organization}".rstrip() if place.asn else UNKNOWN

    yield _section("countries", "countries", visits, country)
    yield _section("systems", "autonomous systems", visits, system)


def _section(name: str, title: str, visits: Iterable[Visit], label: Label, order: Sequence[str] = ()) -> Section:
    visited: collections.Counter[str] = collections.Counter()
    reachable: collections.Counter[str] = collections.Counter()
    for visit in visits:
        key = label(visit)
        if key is not None:
            visited[key] += 1
            reachable[key] += visit.answer is not None
    ranked = order or sorted(visited, key=lambda key: (-reachable[key], -visited[key], key))
    return Section(name, title, tuple(Row(str(key), visited[key], reachable[key]) for key in ranked if visited[key]))


def _answered(label: Callable[[Answer], str]) -> Label:
    return lambda visit: label(visit.answer) if visit.answer else None


def network(address: PeerAddress) -> str | None:
    """Return the network that an address is counted in; hidden services are in none."""
    if address.is_hidden:
        return None
    if address.kind is AddressKind.IPV4:
        return ".".join(address.host.split(".")[:2]) + ".0.0/16"
    return str(ipaddress.ip_network(f"{address.host}/32", strict=False))


def _features(answer: Answer) -> str:
    known = "fluffy blocks" if answer.support_flags & _FLUFFY_BLOCKS else "no fluffy blocks"
    unknown = answer.support_flags & ~_FLUFFY_BLOCKS
    return f"{answer.support_flags:#x}: {known}" + (f", {unknown:#x} is not known here" if unknown else "")


def _rpc(answer: Answer) -> str:
    return "offered" if answer.rpc_port else "not offered"


def _pruning(answer: Answer) -> str:
    """Tell the stripe of blocks that a pruned peer keeps (src/common/pruning.h of monero 0.18)."""
    if not answer.pruning_seed:
        return "whole blocks"
    stripes = 1 << (answer.pruning_seed >> 7 & 7)
    return f"pruned, stripe {1 + (answer.pruning_seed & 127)} of {stripes}"


_LAGS = {
    -3: "ahead by more than 2",
    2: "at the top, give or take 2",
    10: "3 to 10 behind",
    100: "11 to 100 behind",
    10_000: "101 to 10,000 behind",
    2**64: "more than 10,000 behind",
}
"""Rows of the section of heights by the most blocks that a peer may be behind to stand there."""


def _lag(blocks: int | None) -> str | None:
    return None if blocks is None else next(label for most, label in _LAGS.items() if blocks <= most)


def _lags(visits: Sequence[Visit]) -> Iterable[tuple[str, int]]:
    """Yield how many blocks each peer is behind the median of those visited around the same time."""
    answered = [(visit.address, visit.answer) for visit in visits if visit.answer]
    for start in range(0, len(answered), _NEIGHBORS):
        around = answered[start : start + _NEIGHBORS]
        top = _median([answer for _, answer in around])
        yield from ((address, top - answer.height) for address, answer in around)


def _median(answers: Sequence[Answer]) -> int:
    return statistics.median_high(answer.height for answer in answers) if answers else 0
