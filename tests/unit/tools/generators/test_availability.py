# SPDX-License-Identifier: Apache-2.0
"""From golden files to the words of the table."""

from pathlib import Path

import pytest

from monero_exporter.catalogue import families, last_block, peers
from monero_exporter.catalogue.family import Family, Kind
from tools.generators.availability import RELEASES, SITUATIONS, Availability, Port

FAMILY = Family("monero_x", Kind.SUMMARY, "X.")


def _golden(folder: Path, releases: tuple[str, ...], port: Port, line: str) -> Availability:
    for release in RELEASES:
        for each in Port:
            is_there = release in releases and each is port
            (folder / f"{release}-{each}.txt").write_text(f"{line}\n" if is_there else "monero_up 1.0\n")
    (folder / "companions.txt").write_text("")
    return Availability(folder)


@pytest.mark.parametrize(
    ("releases", "words"),
    [
        ((), "no"),
        (RELEASES, "yes"),
        (RELEASES[:1], "not after 0.18.0.0"),
        (RELEASES[:3], "not in 0.19"),
        (RELEASES[1:], "from 0.18.4.0"),
        (RELEASES[1:3], "from 0.18.4.0, not in 0.19"),
        ((RELEASES[0], RELEASES[3]), "0.18.0.0, 0.19"),
    ],
)
def test_releases_in_words(tmp_path: Path, releases: tuple[str, ...], words: str) -> None:
    """A person reads since when and until when, at the port where it is."""
    availability = _golden(tmp_path, releases, Port.RESTRICTED, 'monero_x{quantile="0.5"} ~')

    assert availability.cell(FAMILY, Port.RESTRICTED) == words
    assert availability.cell(FAMILY, Port.UNRESTRICTED) == "no"


def test_a_distribution_without_quantiles_is_there(tmp_path: Path) -> None:
    """A summary of nothing has a count; a longer name of another family is not it."""
    assert _golden(tmp_path, RELEASES, Port.RESTRICTED, "monero_x_count 0.0").cell(FAMILY, Port.RESTRICTED) == "yes"
    assert _golden(tmp_path, RELEASES, Port.RESTRICTED, "monero_x_y 0.0").cell(FAMILY, Port.RESTRICTED) == "no"


def test_what_no_daemon_tells_by_itself_needs_something(tmp_path: Path) -> None:
    """A flag, or a situation that no golden file has; what was seen needs nothing."""
    availability = _golden(tmp_path, RELEASES, Port.UNRESTRICTED, f"{last_block.LAST_BLOCK_AGE_SECONDS.name} ~")

    assert availability.condition(peers.SIBLINGS) == "with `--siblings`"
    assert availability.condition(peers.PEERS_NEW) == "once it knows peers"
    assert availability.condition(last_block.LAST_BLOCK_AGE_SECONDS) == ""


def test_every_family_was_seen_or_it_stands_why_not() -> None:
    """The page says of each how to have it, and of none what no longer is one."""
    seen = Availability()

    assert {family.name for family in families.ALL if not seen.is_seen(family)} <= SITUATIONS.keys()
    assert SITUATIONS.keys() <= {family.name for family in families.ALL}
