# SPDX-License-Identifier: Apache-2.0
"""Databases in MaxMind's format, made here."""

from collections.abc import Mapping
from pathlib import Path

import netaddr  # type: ignore[import-untyped]  # what mmdb-writer takes its networks from
from mmdb_writer import MMDBWriter


def write(path: Path, records: Mapping[str, dict[str, object]], *, version: int = 4) -> Path:
    """Write a database that knows these networks."""
    writer = MMDBWriter(ip_version=version, database_type="Test", ipv4_compatible=version == 6)
    for network, record in records.items():
        writer.insert_network(netaddr.IPSet([network]), record)
    writer.to_db_file(str(path))
    return path


def countries(path: Path, codes: Mapping[str, str]) -> Path:
    """Write a database of IPv4 and IPv6 networks and the codes of their countries."""
    return write(path, {network: {"country": {"iso_code": code}} for network, code in codes.items()}, version=6)
