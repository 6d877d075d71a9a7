# SPDX-License-Identifier: Apache-2.0
"""Amounts, sizes and times as people read them."""

import pytest

from aiomonero.cli.output import units


@pytest.mark.parametrize(
    ("piconero", "text"),
    [
        (0, "0 XMR"),
        (1, "0.000000000001 XMR"),
        (600_000_000_000, "0.6 XMR"),
        (10**12 * 100, "100 XMR"),
        (2**64 - 1, "18446744.073709551615 XMR"),
    ],
)
def test_amounts_are_exact(piconero: int, text: str) -> None:
    """Not one piconero is lost, and no zeros are added."""
    assert units.xmr(piconero) == text


@pytest.mark.parametrize(("count", "text"), [(0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (3 * 2**40, "3.0 TiB")])
def test_sizes_have_the_unit_that_fits(count: int, text: str) -> None:
    """Powers of 1024 with their own names."""
    assert units.size(count) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0s"), (59.9, "59s"), (61, "1m 1s"), (3600, "1h"), (90061, "1d 1h"), (-5, "-5s")]
)
def test_spans_have_their_two_largest_units(seconds: float, text: str) -> None:
    """Nobody needs the seconds of a day."""
    assert units.span(seconds) == text


def test_moments_tell_date_and_age() -> None:
    """Both are wanted: one to compare, one to judge."""
    assert units.moment(1_600_000_000, 1_600_000_060.0) == "2020-09-13 12:26:40 UTC (1m ago)"
    assert units.moment(1_600_000_060, 1_600_000_000.0) == "2020-09-13 12:27:40 UTC (in 1m)"


def test_what_is_no_time_is_shown_as_it_is() -> None:
    """A hostile number must not end a table."""
    assert (units.moment(0, 1.0), units.moment(2**64, 1.0)) == ("never", "18446744073709551616")
