# SPDX-License-Identifier: Apache-2.0
"""The visits of a crawl as lines for other programs."""

import csv
import json
from pathlib import Path

from aiomonero.cli.output import visits
from aiomonero.p2p.geoip import Place
from aiomonero.p2p.visit import Answer, Outcome, Visit
from aiomonero.types.peer_address import PeerAddress

ANSWERED = Visit(
    address="[2a01::1]:18080", depth=1, began_at=5.5, seconds=0.25, outcome=Outcome.ANSWERED,
    answer=Answer(peer_id=2**64 - 1, height=7, top_hash="ab" * 32, top_version=16, support_flags=1, told=9),
)  # fmt: skip
REFUSED = Visit(
    address="5.0.0.1:18081", depth=0, began_at=1, seconds=0, outcome=Outcome.REFUSED, problem="no\n\x1b[31mway, sorry"
)


def look_up(address: PeerAddress) -> Place:
    """Know one host."""
    return Place("DE", 64500, "Example") if address.host == "2a01::1" else Place()


def test_json_lines(tmp_path: Path) -> None:
    """Each line is one flat object with every column; what is not known is null, and 64 bits stay whole."""
    visits.write_lines([ANSWERED, REFUSED], tmp_path / "v.jsonl", look_up)
    answered, refused = (json.loads(line) for line in (tmp_path / "v.jsonl").read_text().splitlines())

    assert tuple(answered) == tuple(refused) == visits.COLUMNS
    assert (answered["zone"], answered["host"]) == ("ipv6", "2a01::1")
    assert (answered["peer_id"], answered["country"], answered["asn"]) == (2**64 - 1, "DE", 64500)
    assert (refused["outcome"], refused["height"], refused["country"]) == ("refused", None, None)


def test_csv(tmp_path: Path) -> None:
    """The table has a line of titles; commas and control characters break no line."""
    visits.write_csv([ANSWERED, REFUSED], tmp_path / "v.csv", look_up)
    with (tmp_path / "v.csv").open(newline="") as file:
        answered, refused = csv.DictReader(file)

    assert (answered["address"], answered["top_hash"]) == ("[2a01::1]:18080", "ab" * 32)
    assert refused["problem"] == "no\N{REPLACEMENT CHARACTER}\N{REPLACEMENT CHARACTER}[31mway, sorry"
    assert refused["height"] == ""


def test_nobody(tmp_path: Path) -> None:
    """A crawl of nobody gives an empty table and no lines."""
    visits.write_csv([], tmp_path / "v.csv", look_up)
    visits.write_lines([], tmp_path / "v.jsonl", look_up)

    assert (tmp_path / "v.csv").read_text().strip() == ",".join(visits.COLUMNS)
    assert (tmp_path / "v.jsonl").read_text() == ""
