# SPDX-License-Identifier: Apache-2.0
"""Which peer to visit next: breadth-first, every host once, within bounds. Pure; the crawler does the visiting.

Peers may tell anything, so what they tell is only visited where the rules allow it: an address of somebody's private
network, or a second port of a host, would make a crawler the tool of whoever wrote it into a peer list.
"""

import collections
import dataclasses
import enum
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from aiomonero.p2p import host as hosts
from aiomonero.types.peer_address import AddressKind, PeerAddress

CLEARNET = frozenset({AddressKind.IPV4, AddressKind.IPV6})
"""What can be dialed without a proxy."""


@dataclasses.dataclass(frozen=True, slots=True)
class Rules:
    """Whom a crawl may visit.

    `kinds` are the zones that can be dialed, `max_depth` the most hops from the seeds. `max_hosts` bounds the memory:
    later hosts are counted and forgotten. A host is an IPv4 address, a hidden name, or a /64 of IPv6, which anybody
    has who has one such address; `hosts_per_site` bounds the hosts of one /48. `ports_per_host`, addresses in a /64
    among them, above 1 is for networks of one's own; even then a host never has two connections at a time. Seeds are
    visited wherever they are, unless their kind cannot be dialed.
    """

    kinds: frozenset[AddressKind] = CLEARNET
    allow_private: bool = False
    ports_per_host: int = 1
    hosts_per_site: int = 64
    max_hosts: int = 200_000
    max_depth: int = 64


class Verdict(enum.StrEnum):
    """What becomes of an address that somebody told."""

    NEW = "new"
    KNOWN = "known"
    OTHER_PORT = "another port or address of a known host"
    SAME_SITE = "more hosts of one network than allowed"
    OTHER_ZONE = "in a zone that is not dialed"
    NO_ROUTE = "in a network to which this machine has no route"
    PRIVATE = "not reachable from the public internet"
    TOO_FAR = "more hops away than allowed"
    TOO_MANY = "more hosts than are remembered"


@dataclasses.dataclass(frozen=True, slots=True)
class Target:
    """Whom to visit, and how many hops from the seeds."""

    address: PeerAddress
    depth: int


class Frontier:
    """The addresses that wait, and the hosts that were ever known; one crawl's memory.

    `passed_over` counts how often the rules kept it from visiting what it was told.
    """

    def __init__(self, rules: Rules | None = None) -> None:
        self.rules = rules or Rules()
        self.passed_over: collections.Counter[Verdict] = collections.Counter()
        self._known: dict[str, tuple[PeerAddress, ...]] = {}
        self._sites: collections.Counter[str] = collections.Counter()
        self._unroutable: set[AddressKind] = set()
        self._waiting: collections.deque[Target] = collections.deque()
        self._visiting: set[str] = set()
        self._held: dict[str, collections.deque[Target]] = {}

    @property
    def hosts(self) -> int:
        """How many hosts are known, visited or not."""
        return len(self._known)

    @property
    def waiting(self) -> int:
        """How many addresses are still to be visited."""
        return len(self._waiting) + sum(map(len, self._held.values()))

    def seed(self, addresses: Iterable[PeerAddress]) -> tuple[Target, ...]:
        """Begin with these, private ones too, and return those that are new."""
        return self._add(addresses, depth=0, is_seed=True)

    def tell(self, addresses: Iterable[PeerAddress], *, depth: int) -> tuple[Target, ...]:
        """Take what a peer told, `depth` hops from the seeds; return what is new and will be visited."""
        return self._add(addresses, depth=depth, is_seed=False)

    def restore(self, found: Iterable[Target], visited: AbstractSet[PeerAddress]) -> None:
        """Remember what an earlier crawl found, and let wait what it did not visit."""
        for target in found:
            self._remember(target.address)
            if target.address not in visited:
                self._waiting.append(target)

    def next(self) -> Target | None:
        """Take the next one out, nearest first; None while nobody may be visited. Call `done` after the visit."""
        while self._waiting:
            target = self._waiting.popleft()
            host = hosts.key(target.address)
            if host not in self._visiting:
                self._visiting.add(host)
                return target
            self._held.setdefault(host, collections.deque()).append(target)
        return None

    def done(self, target: Target) -> None:
        """The connection to the host is closed: its next port, if it may have one, takes its turn."""
        host = hosts.key(target.address)
        self._visiting.discard(host)
        if host in self._held:
            self._waiting.appendleft(self._held[host].popleft())
            if not self._held[host]:
                del self._held[host]

    def drop(self, kind: AddressKind) -> None:
        """Nobody of this kind can be reached from here: forget those who wait, and take no others."""
        self._unroutable.add(kind)
        waiting = len(self._waiting)
        self._waiting = collections.deque(target for target in self._waiting if target.address.kind is not kind)
        self.passed_over[Verdict.NO_ROUTE] += waiting - len(self._waiting)

    def _add(self, addresses: Iterable[PeerAddress], *, depth: int, is_seed: bool) -> tuple[Target, ...]:
        found = []
        for address in addresses:
            verdict = self._judge(address, depth=depth, is_seed=is_seed)
            if verdict is Verdict.NEW:
                self._remember(address)
                found.append(Target(address, depth))
            elif verdict is not Verdict.KNOWN:
                self.passed_over[verdict] += 1
        self._waiting.extend(found)
        return tuple(found)

    def _remember(self, address: PeerAddress) -> None:
        host, site = hosts.key(address), hosts.site(address)
        known = self._known.get(host, ())
        if site and not known:
            self._sites[site] += 1
        self._known[host] = (*known, address)

    def _judge(self, address: PeerAddress, *, depth: int, is_seed: bool) -> Verdict:
        known = self._known.get(hosts.key(address), ())
        if address in known:
            return Verdict.KNOWN
        if len(known) >= self.rules.ports_per_host:
            return Verdict.OTHER_PORT
        if depth > self.rules.max_depth:
            return Verdict.TOO_FAR
        room = Verdict.NEW if known else self._judge_room(address, is_seed=is_seed)
        if room is not Verdict.NEW:
            return room
        return self._judge_place(address, may_be_private=is_seed or self.rules.allow_private)

    def _judge_room(self, address: PeerAddress, *, is_seed: bool) -> Verdict:
        if self.hosts >= self.rules.max_hosts:
            return Verdict.TOO_MANY
        site = None if is_seed else hosts.site(address)
        return Verdict.SAME_SITE if site and self._sites[site] >= self.rules.hosts_per_site else Verdict.NEW

    def _judge_place(self, address: PeerAddress, *, may_be_private: bool) -> Verdict:
        if address.kind not in self.rules.kinds:
            return Verdict.OTHER_ZONE
        if address.kind in self._unroutable:
            return Verdict.NO_ROUTE
        if address.port == 0 or not (may_be_private or hosts.is_public(address)):
            return Verdict.PRIVATE
        return Verdict.NEW
