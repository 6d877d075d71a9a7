# SPDX-License-Identifier: Apache-2.0
"""What charts over time have in common: the plane, its grid, and the times below it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tools.dashboards.panel import Unit
from tools.pictures import axis, svg, theme, units
from tools.pictures.axis import Axis
from tools.pictures.prometheus import Window
from tools.pictures.svg import Box

_PIXELS_PER_TIME = 75


class Plane(NamedTuple):
    """Where a moment and a value are in the picture."""

    box: Box
    window: Window
    axis: Axis

    def x(self, time: float) -> float:
        """Return where a moment is."""
        return self.box.x + (time - self.window.start) / (self.window.end - self.window.start) * self.box.width

    def y(self, value: float) -> float:
        """Return where a value is."""
        return self.box.bottom - self.axis.share(value) * self.box.height


def grid(plane: Plane, unit: Unit) -> Iterator[str]:
    """Draw a line and a value for each tick."""
    for tick in plane.axis.ticks:
        y = plane.y(tick)
        yield svg.line(plane.box.x, y, plane.box.right, y, theme.GRID)
        label = units.written(tick, unit, step=_step(plane.axis.ticks))
        yield svg.text(plane.box.x - 6, y + 4, label, size=theme.LABEL_SIZE, color=theme.FAINT, anchor="end")


def clock(box: Box, window: Window) -> Iterator[str]:
    """Write the times below."""
    span = window.end - window.start
    for moment, words in axis.times(window, max(int(box.width / _PIXELS_PER_TIME), 2)):
        x = box.x + (moment - window.start) / span * box.width
        if box.x + 12 <= x <= box.right - 12:
            y = box.bottom + 14
            yield svg.text(x, y, words, size=theme.LABEL_SIZE, color=theme.FAINT, anchor="middle")


def room_for_values(ticks: tuple[float, ...], unit: Unit) -> float:
    """Return how much the values at the left take."""
    return max(svg.width(units.written(tick, unit, step=_step(ticks)), theme.LABEL_SIZE) for tick in ticks) + 12


def _step(ticks: tuple[float, ...]) -> float:
    return ticks[1] - ticks[0] if len(ticks) > 1 else 0.0
