# SPDX-License-Identifier: Apache-2.0
"""Whom a crawl visits next, and whom never."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiomonero.p2p.frontier import Frontier, Rules, Target, Verdict
from aiomonero.types.peer_address import AddressKind, PeerAddress

ONION = "zbjkbsxc5munw3qusl7j2hpcmikhqocdf4pqhnhtpzw5nt5jrmofptid.onion"


def peers(*texts: str) -> list[PeerAddress]:
    """Read addresses."""
    return [PeerAddress.parse(text) for text in texts]


def drain(frontier: Frontier) -> list[str]:
    """Visit everybody who waits, one after the other."""
    found = []
    while target := frontier.next():
        found.append(f"{target.address}")
        frontier.done(target)
    return found


def test_nearest_first() -> None:
    """Who is fewer hops away is visited first, in the order in which it was told."""
    frontier = Frontier()
    frontier.seed(peers("5.0.0.1:18080", "5.0.0.2:18080"))

    first = frontier.next()
    assert first is not None
    frontier.tell(peers("5.0.0.3:18080"), depth=first.depth + 1)
    frontier.done(first)

    assert drain(frontier) == ["5.0.0.2:18080", "5.0.0.3:18080"]


def test_an_address_told_twice_is_visited_once() -> None:
    """Neither while it waits nor after its visit does an address come back."""
    frontier = Frontier()
    frontier.seed(peers("5.0.0.1:18080"))
    assert frontier.tell(peers("5.0.0.1:18080"), depth=1) == ()
    drain(frontier)

    assert frontier.tell(peers("5.0.0.1:18080"), depth=1) == ()
    assert frontier.passed_over == {}
    assert frontier.next() is None


def test_a_list_of_ports_of_one_host_is_no_port_scan() -> None:
    """A host is visited at the first port that was told, so nobody can aim the crawler at all of its ports."""
    frontier = Frontier()
    frontier.tell(peers(*(f"5.0.0.1:{port}" for port in range(1, 251))), depth=1)

    assert drain(frontier) == ["5.0.0.1:1"]
    assert frontier.passed_over == {Verdict.OTHER_PORT: 249}


def test_an_ipv4_address_dressed_as_ipv6_is_the_same_host() -> None:
    """Another spelling does not bring a second visit."""
    frontier = Frontier()
    frontier.tell(peers("5.0.0.1:18080", "[::ffff:5.0.0.1]:18081"), depth=1)

    assert drain(frontier) == ["5.0.0.1:18080"]


def test_a_network_of_addresses_is_one_host() -> None:
    """Whoever has a /64 of IPv6 could otherwise aim 2**64 visits at one machine."""
    frontier = Frontier()
    frontier.tell(peers(*(f"[2a00:1:2:3::{each:x}]:18080" for each in range(1, 100))), depth=1)

    assert drain(frontier) == ["[2a00:1:2:3::1]:18080"]
    assert frontier.passed_over == {Verdict.OTHER_PORT: 98}


def test_addresses_of_a_network_of_ones_own_take_turns() -> None:
    """Where more are allowed, all of a /64 are visited, one after the other, also at the same port."""
    frontier = Frontier(Rules(ports_per_host=2))
    frontier.tell(peers("[2a00:1:2:3::1]:18080", "[2a00:1:2:3::2]:18080"), depth=1)

    first = frontier.next()
    assert frontier.next() is None
    assert first is not None
    frontier.done(first)
    assert drain(frontier) == ["[2a00:1:2:3::2]:18080"]


def test_a_site_of_many_networks_is_bounded() -> None:
    """One customer gets 65,536 such hosts; no seed is refused for that."""
    frontier = Frontier(Rules(hosts_per_site=3))
    frontier.tell(peers(*(f"[2a00:1:2:{each:x}::1]:18080" for each in range(100))), depth=1)

    assert frontier.waiting == 3
    assert frontier.passed_over == {Verdict.SAME_SITE: 97}
    assert len(frontier.seed(peers("[2a00:1:2:ffff::1]:18080"))) == 1


def test_a_zone_without_a_route_is_dropped() -> None:
    """Who waits there is forgotten, and nobody there is taken any more."""
    frontier = Frontier()
    frontier.tell(peers("[2a00:1::1]:1", "5.0.0.1:1", "[2a00:2::1]:1"), depth=1)

    frontier.drop(AddressKind.IPV6)

    assert frontier.tell(peers("[2a00:3::1]:1"), depth=1) == ()
    assert drain(frontier) == ["5.0.0.1:1"]
    assert frontier.passed_over == {Verdict.NO_ROUTE: 3}


def test_two_ports_of_a_host_are_never_visited_at_once() -> None:
    """Where more ports of a host are allowed, the next one waits for the end of the one before."""
    frontier = Frontier(Rules(ports_per_host=2))
    frontier.tell(peers("5.0.0.1:1", "5.0.0.1:2", "5.0.0.1:3", "5.0.0.2:1"), depth=1)

    first, second = frontier.next(), frontier.next()
    assert (str(first and first.address), str(second and second.address)) == ("5.0.0.1:1", "5.0.0.2:1")
    assert frontier.next() is None
    assert frontier.waiting == 1

    assert first is not None
    frontier.done(first)
    assert drain(frontier) == ["5.0.0.1:2"]


@pytest.mark.parametrize(
    "text",
    ["127.0.0.1:22", "10.0.0.1:18080", "192.168.1.1:80", "169.254.169.254:80", "224.0.0.1:1", "0.0.0.0:1",
     "[::1]:18080", "[fe80::1]:1", "[fd00::1]:1", "[ff02::1]:1", "100.64.0.1:1", "255.255.255.255:1", "5.0.0.1:0"],
)  # fmt: skip
def test_private_addresses_that_a_peer_tells_are_passed_over(text: str) -> None:
    """A peer list does not lead the crawler into the network of whoever runs it, unless that is asked for."""
    frontier = Frontier()

    assert frontier.tell(peers(text), depth=1) == ()
    assert frontier.passed_over == {Verdict.PRIVATE: 1}


def test_seeds_may_be_private() -> None:
    """Who names a node of his own network means it; what it tells is judged as everything else."""
    frontier = Frontier()
    frontier.seed(peers("127.0.0.1:18080"))

    assert frontier.tell(peers("127.0.0.2:18080"), depth=1) == ()
    assert drain(frontier) == ["127.0.0.1:18080"]


def test_closed_networks_are_walked_when_allowed() -> None:
    """With `allow_private`, addresses of documentation and private ranges are visited too."""
    frontier = Frontier(Rules(allow_private=True))

    assert len(frontier.tell(peers("192.0.2.1:18080", "10.0.0.1:18080"), depth=1)) == 2


def test_only_zones_that_can_be_dialed() -> None:
    """Without a way into Tor an onion address is counted and left."""
    onion = peers(f"{ONION}:18083")
    assert Frontier().tell(onion, depth=1) == ()
    assert len(Frontier(Rules(kinds=frozenset({AddressKind.TOR}))).tell(onion, depth=1)) == 1


def test_depth_has_a_bound() -> None:
    """Nobody beyond the most hops is visited."""
    frontier = Frontier(Rules(max_depth=1))
    assert len(frontier.tell(peers("5.0.0.1:1"), depth=1)) == 1
    assert frontier.tell(peers("5.0.0.2:1"), depth=2) == ()
    assert frontier.passed_over == {Verdict.TOO_FAR: 1}


def test_endless_new_hosts_do_not_fill_the_memory() -> None:
    """Hosts beyond the bound are counted and forgotten."""
    frontier = Frontier(Rules(max_hosts=10))
    frontier.tell(peers(*(f"5.0.{number}.1:18080" for number in range(200))), depth=1)

    assert frontier.hosts == 10
    assert frontier.waiting == 10
    assert frontier.passed_over == {Verdict.TOO_MANY: 190}


def test_restored_as_it_was() -> None:
    """What was visited stays known and does not wait; the rest waits in its order."""
    found = [Target(address, depth) for depth, address in enumerate(peers("5.0.0.1:1", "5.0.0.2:1", "5.0.0.3:1"))]
    frontier = Frontier()
    frontier.restore(found, {found[1].address})

    assert frontier.tell(peers("5.0.0.2:1"), depth=1) == ()
    assert drain(frontier) == ["5.0.0.1:1", "5.0.0.3:1"]


@settings(max_examples=50)
@given(st.data(), st.integers(1, 3))
def test_no_host_twice_at_once_and_no_address_twice_ever(data: st.DataObject, ports_per_host: int) -> None:
    """Whatever is told in whatever order, politeness holds and everybody who was promised a visit gets one."""
    frontier = Frontier(Rules(ports_per_host=ports_per_host, max_hosts=8))
    busy: list[Target] = []
    visited: list[PeerAddress] = []
    promised: list[Target] = []
    address = st.builds(PeerAddress.of, st.sampled_from([f"5.0.0.{last}" for last in range(10)]), st.integers(1, 4))
    for _ in range(data.draw(st.integers(0, 30))):
        match data.draw(st.sampled_from(["tell", "next", "done"])):
            case "tell":
                promised += frontier.tell(data.draw(st.lists(address, max_size=6)), depth=1)
            case "next" if target := frontier.next():
                assert target.address.host not in {other.address.host for other in busy}
                busy.append(target)
                visited.append(target.address)
            case "done" if busy:
                frontier.done(busy.pop(data.draw(st.integers(0, len(busy) - 1))))
    while busy or frontier.waiting:
        while target := frontier.next():
            busy.append(target)
            visited.append(target.address)
        frontier.done(busy.pop())

    assert len(visited) == len(set(visited))
    assert set(visited) == {target.address for target in promised}
    assert all(sum(each.host == host for each in visited) <= ports_per_host for host in {each.host for each in visited})
