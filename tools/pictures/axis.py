# SPDX-License-Identifier: Apache-2.0
"""Round values for the sides of a chart, and where they stand."""

from __future__ import annotations

import datetime as dt
import math
from typing import NamedTuple

from tools.dashboards.panel import Unit
from tools.pictures.prometheus import Window

_ROUND = (1, 2, 2.5, 5, 10)
_ROUND_BINARY = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024)
_ROUND_SECONDS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400)
_MOST_TIMES = 7
_FLAT = 1e-6
"""Of a value: nobody sees less in a picture."""
_TINY = 1e-9


class Axis(NamedTuple):
    """From the lowest to the highest value, with those that are written."""

    low: float
    high: float
    ticks: tuple[float, ...]

    def share(self, value: float) -> float:
        """Return where a value is, from 0 at the bottom to 1 at the top."""
        return (value - self.low) / (self.high - self.low)


def fitting(low: float, high: float, unit: Unit, *, starts_at_zero: bool, most: int = 5) -> Axis:
    """Return an axis that has room for all values and about so many ticks."""
    if starts_at_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low <= max(abs(low), abs(high), _TINY) * _FLAT:
        low, high = _apart(low, high, starts_at_zero=starts_at_zero)
    step = _step((high - low) / most, unit)
    first = math.floor(low / step + _FLAT)
    last = max(math.ceil(high / step - _FLAT), first + 1)
    ticks = tuple(index * step for index in range(first, last + 1))
    return Axis(ticks[0], ticks[-1], ticks)


def _apart(low: float, high: float, *, starts_at_zero: bool) -> tuple[float, float]:
    """Return bounds around what is flat: a line in the middle, or nothing at the bottom."""
    if starts_at_zero or abs(high) < _TINY:
        return 0.0, 1.0
    margin = max(abs(high) * 0.001, 1.0) if abs(high) >= 100 else abs(high) * 0.05
    return low - margin, high + margin


def _step(rough: float, unit: Unit) -> float:
    if unit is Unit.BYTES and rough >= 1:
        power = 1024 ** int(math.log(rough, 1024))
        return float(next(each for each in _ROUND_BINARY if each * power >= rough) * power)
    if unit is Unit.SECONDS and rough >= 1:
        return float(next((each for each in _ROUND_SECONDS if each >= rough), rough))
    power_of_ten = 10.0 ** math.floor(math.log10(rough))
    step = next(each for each in _ROUND if each * power_of_ten >= rough * 0.999) * power_of_ten
    return max(step, 1.0) if unit is Unit.WHOLE else step


def times(window: Window, most: int = _MOST_TIMES) -> list[tuple[float, str]]:
    """Return round moments of the window, and how a clock shows them."""
    step = next((each for each in _ROUND_SECONDS if (window.end - window.start) / each <= most), _ROUND_SECONDS[-1])
    first = math.ceil(window.start / step) * step
    shape = "%H:%M:%S" if step < 60 else "%H:%M"
    moments = range(int(first), int(window.end) + 1, int(step))
    return [(moment, dt.datetime.fromtimestamp(moment, dt.UTC).strftime(shape)) for moment in moments]
