# SPDX-License-Identifier: Apache-2.0
"""Which family is there when, as tests/golden/exporter tells: what exporters said beside daemons of each release."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from pathlib import Path

from monero_exporter.catalogue.family import Family

GOLDEN = Path(__file__).resolve().parents[2] / "tests/golden/exporter"
RELEASES = ("0.18.0.0", "0.18.4.0", "newest", "0.19")
"""Oldest first, as in the names of the golden files."""

FLAGS = {
    "geoip": "--geoip-filepath",
    "i2p": "--i2p-addr",
    "p2pool": "--p2pool-data",
    "siblings": "--siblings",
    "tor": "--tor-addr",
    "xmrig": "--xmrig-addr",
    "zmq": "--zmq-addr",
}
"""What has to be set for a source to be asked, so that no daemon alone brings its families."""

SITUATIONS = {
    "monero_chain_block_arrival_delay_seconds": "with `--zmq-addr`",
    "monero_chain_last_reorganization_timestamp_seconds": "after the first reorganization",
    "monero_hard_fork_next_blocks": "while a fork is planned",
    "monero_hard_fork_next_height": "while a fork is planned",
    "monero_hard_fork_next_version": "while a fork is planned",
    "monero_hard_fork_state": "not on regtest",
    "monero_peers_new": "once it knows peers",
}
"""When families are there that no daemon of the golden files tells by itself, and no flag alone brings."""

_SUFFIXES = ("", "_count", "_sum", "_bucket")


class Port(enum.StrEnum):
    """The daemon's port that the exporter asks."""

    UNRESTRICTED = "unrestricted"
    RESTRICTED = "restricted"


class Availability:
    """What was seen, read once from the golden files."""

    def __init__(self, folder: Path = GOLDEN) -> None:
        self._seen = {
            (release, port): _names((folder / f"{release}-{port}.txt").read_text())
            for release in RELEASES
            for port in Port
        }
        self._beside = _names((folder / "companions.txt").read_text())

    def cell(self, family: Family, port: Port) -> str:
        """Return when the family is there at a port: "yes", "no", or since and until which release."""
        return _words([release for release in RELEASES if self._has(family, release, port)])

    def condition(self, family: Family) -> str:
        """Return what a family needs that no daemon tells by itself; raises KeyError where nobody said what that is."""
        if any(_is_in(names, family) for names in self._seen.values()):
            return ""
        return f"with `{FLAGS[family.source]}`" if family.source in FLAGS else SITUATIONS[family.name]

    def is_seen(self, family: Family) -> bool:
        """Tell whether any golden file has it, the one of everything beside a daemon too."""
        return any(_is_in(names, family) for names in (*self._seen.values(), self._beside))

    def _has(self, family: Family, release: str, port: Port) -> bool:
        return _is_in(self._seen[release, port], family)


def _is_in(names: frozenset[str], family: Family) -> bool:
    return any(f"{family.name}{suffix}" in names for suffix in _SUFFIXES)


def _names(text: str) -> frozenset[str]:
    return frozenset(line.partition(" ")[0].partition("{")[0] for line in text.splitlines())


def _words(there: Sequence[str]) -> str:
    if not there:
        return "no"
    first, last = RELEASES.index(there[0]), RELEASES.index(there[-1])
    if len(there) != last - first + 1:
        return ", ".join(there)
    begin = f"from {there[0]}" if first else ""
    return ", ".join(filter(None, (begin, _end(last)))) or "yes"


def _end(last: int) -> str:
    if last == len(RELEASES) - 1:
        return ""
    return f"not after {RELEASES[last]}" if last < len(RELEASES) - 2 else f"not in {RELEASES[-1]}"
