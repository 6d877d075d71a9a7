# SPDX-License-Identifier: Apache-2.0
"""Places of addresses, out of databases made here."""

from pathlib import Path

import netaddr
import pytest
from mmdb_writer import MMDBWriter

from aiomonero.p2p import geoip
from aiomonero.p2p.geoip import NOWHERE, Place
from aiomonero.types.peer_address import PeerAddress


def database(path: Path, records: dict[str, dict[str, object]], *, version: int = 4) -> Path:
    """Write a database of networks."""
    writer = MMDBWriter(ip_version=version, database_type="Test", ipv4_compatible=version == 6)
    for network, record in records.items():
        writer.insert_network(netaddr.IPSet([network]), record)
    writer.to_db_file(str(path))
    return path


def test_two_databases_complete_each_other(tmp_path: Path) -> None:
    """The country comes from one file and the system from the other; strangers are nowhere."""
    countries = database(tmp_path / "c.mmdb", {"5.0.0.0/8": {"country": {"iso_code": "DE"}}})
    systems = database(
        tmp_path / "a.mmdb",
        {"5.1.0.0/16": {"autonomous_system_number": 64500, "autonomous_system_organization": "Example"}},
    )

    with geoip.Places([countries, systems]) as places:
        found = [places.look_up(PeerAddress.of(host, 1)) for host in ("5.1.0.1", "5.2.0.1", "6.0.0.1")]

    assert found == [Place("DE", 64500, "Example"), Place("DE"), NOWHERE]


def test_ipv6(tmp_path: Path) -> None:
    """IPv6 is looked up where the database has it, and is nowhere where it has none."""
    record: dict[str, object] = {"country": {"iso_code": "FR"}}
    six = database(tmp_path / "6.mmdb", {"2a01::/16": record}, version=6)
    four = database(tmp_path / "4.mmdb", {"5.0.0.0/8": record})

    with geoip.Places([four, six]) as places:
        assert places.look_up(PeerAddress.of("2a01::1", 1)) == Place("FR")
    with geoip.Places([four]) as places:
        assert places.look_up(PeerAddress.of("2a01::1", 1)) == NOWHERE


def test_hidden_services_are_nowhere(tmp_path: Path) -> None:
    """An onion address is never looked up."""
    with geoip.Places([database(tmp_path / "c.mmdb", {"5.0.0.0/8": {"country": {"iso_code": "DE"}}})]) as places:
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
