# SPDX-License-Identifier: Apache-2.0
"""Values as Grafana writes them."""

import pytest

from tools.dashboards.panel import UP_DOWN, Unit
from tools.pictures import units


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0, Unit.COUNT, "0"),
        (999, Unit.COUNT, "999"),
        (1000, Unit.COUNT, "1 K"),
        (1234, Unit.COUNT, "1.23 K"),
        (2_500_000, Unit.COUNT, "2.5 Mil"),
        (3_210_987, Unit.WHOLE, "3,210,987"),
        (1536, Unit.BYTES, "1.5 KiB"),
        (64.6 * 1024**3, Unit.BYTES, "64.6 GiB"),
        (8_388_608, Unit.BYTES_PER_SECOND, "8.39 MB/s"),
        (0, Unit.SECONDS, "0 s"),
        (0.0123, Unit.SECONDS, "12.3 ms"),
        (90, Unit.SECONDS, "1.5 min"),
        (3600, Unit.SECONDS, "1 hour"),
        (172_800, Unit.SECONDS, "2 days"),
        (-5, Unit.SECONDS, "-5 s"),
        (0.992, Unit.SHARE, "99.2%"),
        (3_000_000_000, Unit.HASHES_PER_SECOND, "3 GH/s"),
        (12.5, Unit.PER_MINUTE, "12.5 per min"),
        (0.6, Unit.XMR, "0.6 XMR"),
    ],
)
def test_values_are_written_with_their_unit(value: float, unit: Unit, text: str) -> None:
    """Three digits are enough, and the unit is the largest that fits."""
    assert units.written(value, unit) == text


def test_words_stand_in_place_of_numbers() -> None:
    """A value that has a word is told by it."""
    assert units.written(1, Unit.COUNT, UP_DOWN) == "up"
    assert units.written(2, Unit.COUNT, UP_DOWN) == "2"


def test_neighbors_on_an_axis_differ() -> None:
    """Ticks have as many decimals as their distance asks for."""
    ticks = [1228.0, 1228.25, 1228.5]

    assert [units.written(tick, Unit.MICRONERO_PER_KIB, step=0.25) for tick in ticks] == [
        "1,228 µXMR/KiB",
        "1,228.25 µXMR/KiB",
        "1,228.5 µXMR/KiB",
    ]


def test_close_neighbors_are_told_in_a_smaller_unit() -> None:
    """2,166.2 B rather than 2.115430 KiB."""
    assert units.written(2166.2, Unit.BYTES, step=0.2) == "2,166.2 B"
    assert units.written(2048, Unit.BYTES, step=512) == "2 KiB"
