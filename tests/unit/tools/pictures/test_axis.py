# SPDX-License-Identifier: Apache-2.0
"""Round values for the sides of a chart."""

from hypothesis import given
from hypothesis import strategies as st

from tools.dashboards.panel import Unit
from tools.pictures import axis
from tools.pictures.prometheus import Window

VALUES = st.floats(min_value=-1e15, max_value=1e15)


@given(VALUES, VALUES, st.sampled_from(Unit), st.booleans())
def test_every_value_has_its_place(one: float, other: float, unit: Unit, starts_at_zero: bool) -> None:
    """Whatever is drawn, it is between bottom and top, and the ticks rise."""
    low, high = sorted((one, other))

    side = axis.fitting(low, high, unit, starts_at_zero=starts_at_zero)

    assert side.low < side.high
    assert side.share(low) >= -1e-6
    assert side.share(high) <= 1 + 1e-6
    assert list(side.ticks) == sorted(set(side.ticks))
    assert 2 <= len(side.ticks) <= 12


def test_ticks_are_round() -> None:
    """Nobody reads 33.3."""
    assert axis.fitting(0, 97, Unit.COUNT, starts_at_zero=True).ticks == (0, 20, 40, 60, 80, 100)
    assert axis.fitting(0, 3000, Unit.BYTES, starts_at_zero=True).ticks == (0, 1024, 2048, 3072)


def test_whole_numbers_have_whole_ticks() -> None:
    """There is no half block."""
    assert axis.fitting(0, 1, Unit.WHOLE, starts_at_zero=True).ticks == (0, 1)


def test_moments_are_round_and_few() -> None:
    """Times below a chart are full minutes where there is room for those only."""
    assert axis.times(Window(30, 270, 2), most=4) == [(60, "00:01"), (120, "00:02"), (180, "00:03"), (240, "00:04")]
