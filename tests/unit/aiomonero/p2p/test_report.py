# SPDX-License-Identifier: Apache-2.0
"""What visits add up to."""

import pytest

from aiomonero.p2p import report
from aiomonero.p2p.geoip import Place
from aiomonero.p2p.report import Row
from aiomonero.p2p.visit import Answer, Outcome, Visit
from aiomonero.types.peer_address import PeerAddress

ONION = "zbjkbsxc5munw3qusl7j2hpcmikhqocdf4pqhnhtpzw5nt5jrmofptid.onion:18083"


def visit(address: str, answer: Answer | None = None, *, at: float = 0.0, depth: int = 0) -> Visit:
    """Return a visit that was answered if there is an answer."""
    outcome = Outcome.ANSWERED if answer else Outcome.TIMED_OUT
    return Visit(address=address, depth=depth, began_at=at, seconds=0.1, outcome=outcome, answer=answer)


def answer(height: int = 100, **other: int) -> Answer:
    """Return what a peer of this height says."""
    given = {"peer_id": height, "top_version": 16, "support_flags": 1} | other
    return Answer(height=height, top_hash="ab" * 32, **given)


def rows(visits: list[Visit], section: str) -> list[tuple[str, int, int]]:
    """Return a section's rows as tuples."""
    found = report.summarize(visits).section(section).rows
    return [(row.label, row.visited, row.reachable) for row in found]


def test_totals() -> None:
    """Everybody visited, those that answered, and what the frontier left."""
    found = report.summarize(
        [visit("5.0.0.1:1", answer(7)), visit("5.0.0.2:1")], waiting=3, passed_over={"not public": 2}
    )

    assert (found.visited, found.reachable, found.height, found.waiting) == (2, 1, 7, 3)
    assert found.passed_over == {"not public": 2}


def test_a_crawl_of_nobody() -> None:
    """Without visits everything is zero and every section empty."""
    found = report.summarize([])

    assert (found.visited, found.reachable, found.height) == (0, 0, 0)
    assert not any(section.rows for section in found.sections)


def test_outcomes_and_zones() -> None:
    """Every visit is in one row of each, reachable ones counted beside."""
    visits = [visit("5.0.0.1:1", answer()), visit("5.0.0.2:1"), visit("[2a01::1]:1"), visit(ONION, answer())]

    assert rows(visits, "outcomes") == [("answered", 2, 2), ("timed out", 2, 0)]
    assert rows(visits, "zones") == [("IPv4", 2, 1), ("Tor", 1, 1), ("IPv6", 1, 0)]


def test_heights_by_distance_from_the_others() -> None:
    """A peer is as far behind as the median of the others is ahead of it; rows go from ahead to far behind."""
    said = [1000, 1000, 1000, 1000, 1000, 5000, 995, 900, 1]
    visits = [visit(f"5.0.0.{number}:1", answer(height)) for number, height in enumerate(said)]

    assert rows(visits, "heights") == [
        ("ahead by more than 2", 1, 1),
        ("at the top, give or take 2", 5, 5),
        ("3 to 10 behind", 1, 1),
        ("11 to 100 behind", 1, 1),
        ("101 to 10,000 behind", 1, 1),
    ]


def test_the_chain_grows_while_the_crawl_goes_on() -> None:
    """Who was visited hours earlier is not behind because the chain has grown since."""
    visits = [visit(f"5.{hour}.{number}.1:1", answer(1000 + 30 * hour), at=3600.0 * hour + number)
              for hour in range(3) for number in range(101)]  # fmt: skip

    assert rows(visits[::-1], "heights") == [("at the top, give or take 2", 303, 303)]


def test_an_absurd_height_is_counted() -> None:
    """A peer may say any 64 bits."""
    said = [2**64 - 1, 2**64 - 1, 0]
    visits = [visit(f"5.0.0.{number}:1", answer(height)) for number, height in enumerate(said)]

    assert rows(visits, "heights") == [
        ("at the top, give or take 2", 2, 2), ("more than 10,000 behind", 1, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("section", "said", "label"),
    [
        ("features", {"support_flags": 0}, "0x0: no fluffy blocks"),
        ("features", {"support_flags": 1}, "0x1: fluffy blocks"),
        ("features", {"support_flags": 5}, "0x5: fluffy blocks, 0x4 is not known here"),
        ("forks", {"top_version": 15}, "v15"),
        ("pruning", {"pruning_seed": 0}, "whole blocks"),
        ("pruning", {"pruning_seed": 384}, "pruned, stripe 1 of 8"),
        ("pruning", {"pruning_seed": 391}, "pruned, stripe 8 of 8"),
        ("rpc", {"rpc_port": 18089}, "offered"),
        ("rpc", {}, "not offered"),
    ],
)
def test_what_peers_say_of_themselves(section: str, said: dict[str, int], label: str) -> None:
    """Numbers are told in words, and only peers that answered count."""
    assert rows([visit("5.0.0.1:1", answer(**said)), visit("5.0.0.2:1")], section) == [(label, 1, 1)]


def test_networks_and_hops() -> None:
    """The most reachable network stands first; hidden services are in none."""
    visits = [
        visit("5.1.0.1:1"), visit("5.2.0.1:1", answer(), depth=1), visit("5.2.9.9:1", answer(), depth=1),
        visit("[2a01:1:2::1]:1", answer(), depth=2), visit(ONION, answer(), depth=10),
    ]  # fmt: skip

    assert rows(visits, "networks") == [("5.2.0.0/16", 2, 2), ("2a01:1::/32", 1, 1), ("5.1.0.0/16", 1, 0)]
    assert [label for label, _, _ in rows(visits, "depths")] == ["0", "1", "2", "10"]


def test_one_identity_at_many_addresses() -> None:
    """Peers that say the same peer id as another are counted."""
    visits = [visit(f"5.0.0.{number}:1", answer(peer_id=min(number, 4))) for number in range(6)]

    assert report.summarize(visits).shared_identities == 2


def test_places_when_a_database_is_given() -> None:
    """Countries and systems are only there with a database; what it does not know is unknown."""
    known = {"5.0.0.1": Place("DE", 64500, "Example"), "5.0.0.2": Place("DE")}
    visits = [visit("5.0.0.1:1", answer()), visit("5.0.0.2:1"), visit("5.0.0.3:1"), visit(ONION)]

    def look_up(address: PeerAddress) -> Place:
        return known.get(address.host, Place())

    found = report.summarize(visits, places=look_up)

    assert found.section("countries").rows == (Row("DE", 2, 1), Row("unknown", 1, 0))
    assert found.section("systems").rows == (Row("AS64500 Example", 1, 1), Row("unknown", 2, 0))
    with pytest.raises(KeyError):
        report.summarize(visits).section("countries")
