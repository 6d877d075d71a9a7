# SPDX-License-Identifier: Apache-2.0
"""Places of addresses, out of databases made here."""

from pathlib import Path

import pytest

from aiomonero.p2p import geoip
from aiomonero.p2p.geoip import NOWHERE, Place
from aiomonero.types.peer_address import PeerAddress
from tests.support import mmdb


def test_two_databases_complete_each_other(tmp_path: Path) -> None:
    """The country comes from one file and the system from the other; strangers are nowhere."""
    countries = mmdb.write(tmp_path / "c.mmdb", {"5.0.0.0/8": {"country": {"iso_code": "DE"}}})
    systems = mmdb.write(
        tmp_path / "a.mmdb",
        {"5.1.0.0/16": {"autonomous_system_number": 64500, "autonomous_system_organization": "Example"}},
    )

    with geoip.Places([countries, systems]) as places:
        found = [places.look_up(PeerAddress.of(host, 1)) for host in ("5.1.0.1", "5.2.0.1", "6.0.0.1")]

    assert found == [Place("DE", 64500, "Example"), Place("DE"), NOWHERE]


def test_ipv6(tmp_path: Path) -> None:
    """IPv6 is looked up where the database has it, and is nowhere where it has none."""
    record: dict[str, object] = {"country": {"iso_code": "FR"}}
    six = mmdb.write(tmp_path / "6.mmdb", {"2a01::/16": record}, version=6)
    four = mmdb.write(tmp_path / "4.mmdb", {"5.0.0.0/8": record})

    with geoip.Places([four, six]) as places:
        assert places.look_up(PeerAddress.of("2a01::1", 1)) == Place("FR")
    with geoip.Places([four]) as places:
        assert places.look_up(PeerAddress.of("2a01::1", 1)) == NOWHERE


def test_hidden_services_are_nowhere(tmp_path: Path) -> None:
    """An onion address is never looked up."""
    with geoip.Places([mmdb.write(tmp_path / "c.mmdb", {"5.0.0.0/8": {"country": {"iso_code": "DE"}}})]) as places:
        assert places.look_up(PeerAddress.of("a" * 56 + ".onion", 1)) == NOWHERE


@pytest.mark.parametrize(
    ("record", "place"),
    [
        ({"country_code": "US", "country": "United States", "asn": "AS64500", "as_name": "Example"},
         Place("US", 64500, "Example")),
        ({"country": "US", "asn": "AS0x1"}, Place("US")),
        ({"country": {"names": {}}, "autonomous_system_number": "AS" + "9" * 5000}, NOWHERE),
        ({"country": 7, "asn": ["AS1"], "as_name": {}}, NOWHERE),
        ([], NOWHERE),
        (None, NOWHERE),
    ],
)  # fmt: skip
def test_records_of_every_shape(record: object, place: Place) -> None:
    """IPinfo's names are understood, and what has an unexpected shape is not known."""
    assert geoip.read(record) == place


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    """The error names the file."""
    path = tmp_path / "notes.mmdb"
    path.write_text("no database")

    with pytest.raises(ValueError, match=r"notes\.mmdb"):
        geoip.Places([path])
    with pytest.raises(ValueError, match=r"away\.mmdb"):
        geoip.Places([tmp_path / "away.mmdb"])


def test_databases_in_memory_say_when_they_were_made_and_bear_to_be_overwritten(tmp_path: Path) -> None:
    """The file may be anything afterwards; without databases there is no time."""
    path = mmdb.countries(tmp_path / "c.mmdb", {"5.0.0.0/8": "DE"})

    with geoip.Places([path], is_in_memory=True) as places:
        path.write_bytes(b"")
        assert places.look_up(PeerAddress.of("5.1.0.1", 1)) == Place("DE")
        assert abs(places.built_at - path.stat().st_mtime) < 60
    with geoip.Places([]) as nothing:
        assert nothing.built_at == 0


def test_a_damaged_record_is_not_known(tmp_path: Path) -> None:
    """A file may be whole enough to be opened and damaged where it is read."""
    path = mmdb.countries(tmp_path / "c.mmdb", {"5.0.0.0/8": "DE"})
    path.write_bytes(path.read_bytes().replace(b"country", b"\xff" * 7, 1))

    with geoip.Places([path], is_in_memory=True) as places:
        assert places.look_up(PeerAddress.of("5.1.0.1", 1)) == NOWHERE
