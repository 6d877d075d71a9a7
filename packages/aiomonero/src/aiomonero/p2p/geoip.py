# SPDX-License-Identifier: Apache-2.0
"""Countries and autonomous systems of addresses, out of databases in MaxMind's format that the user brings.

Sole importer of maxminddb, which comes with the extra `geoip`. Understands the field names of GeoLite2 and DB-IP
(`country.iso_code`, `autonomous_system_number`) and of IPinfo (`country_code` or `country`, `asn`).
"""

import contextlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, Self

from aiomonero.types.peer_address import PeerAddress


class Place(NamedTuple):
    """Where an address is, as far as the databases know; "" and 0 where they do not."""

    country: str = ""
    asn: int = 0
    organization: str = ""

    def merged(self, other: Self) -> "Place":
        """Fill in from another database what this one does not know."""
        return Place(self.country or other.country, self.asn or other.asn, self.organization or other.organization)


NOWHERE = Place()


class Places:
    """Opened databases; a context manager that closes them.

    They are read as they are needed, or `is_in_memory`, which bears files that are overwritten meanwhile.
    Raises ValueError where a file is no such database, and ModuleNotFoundError, saying what to install.
    """

    def __init__(self, paths: Iterable[Path], *, is_in_memory: bool = False) -> None:
        with contextlib.ExitStack() as stack:
            self._readers = [stack.enter_context(_open(path, is_in_memory=is_in_memory)) for path in paths]
            self._stack = stack.pop_all()

    @property
    def built_at(self) -> int:
        """When the newest of them was made, in Unix seconds; 0 without any."""
        return max((int(reader.metadata().build_epoch) for reader in self._readers), default=0)

    def look_up(self, address: PeerAddress) -> Place:
        """Return where an address is; hidden services are nowhere."""
        place = NOWHERE
        if not address.is_hidden:
            for reader in self._readers:
                # A database of IPv4 alone refuses IPv6 addresses; a damaged one fails where it is read (RuntimeError).
                with contextlib.suppress(ValueError, RuntimeError):
                    place = place.merged(read(reader.get(address.host)))
        return place

    def close(self) -> None:
        """Close the files."""
        self._stack.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _open(path: Path, *, is_in_memory: bool) -> Any:
    try:
        import maxminddb
    except ModuleNotFoundError as error:
        raise ModuleNotFoundError("countries need maxminddb: pip install maxminddb", name="maxminddb") from error
    try:
        return maxminddb.open_database(path, maxminddb.MODE_MEMORY if is_in_memory else maxminddb.MODE_AUTO)
    except OSError as error:
        raise ValueError(f"cannot read {path}: {(error.strerror or 'unreadable').lower()}") from error
    except maxminddb.InvalidDatabaseError as error:
        raise ValueError(f"{path} is no database in MaxMind's format (.mmdb): {error}") from error


def read(record: object) -> Place:
    """Read one record of any of the formats; what has another shape than expected is not known."""
    if not isinstance(record, Mapping):
        return NOWHERE
    country = record.get("country")
    code = country.get("iso_code") if isinstance(country, Mapping) else record.get("country_code", country)
    return Place(
        _text(code),
        _number(record.get("autonomous_system_number", record.get("asn"))),
        _text(record.get("autonomous_system_organization", record.get("as_name"))),
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> int:
    if isinstance(value, str):
        digits = value.upper().removeprefix("AS")
        return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= len(str(2**32)) else 0
    return value if isinstance(value, int) else 0
