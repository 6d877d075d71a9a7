# SPDX-License-Identifier: Apache-2.0
"""Where panels stand on Grafana's grid, which is 24 wide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tools.dashboards.board import Row
from tools.dashboards.panel import Panel

WIDTH = 24


class Place(NamedTuple):
    """A rectangle of the grid."""

    x: int
    y: int
    width: int
    height: int


class Placed(NamedTuple):
    """A row with the place of its headline, which has no height where the row has no title, and its panels' places."""

    row: Row
    headline: Place
    panels: tuple[tuple[Panel, Place], ...]


def rows(all_rows: Iterable[Row]) -> Iterator[Placed]:
    """Place row under row; a closed row takes its headline only."""
    y = 0
    for row in all_rows:
        headline = Place(0, y, WIDTH, 1 if row.title else 0)
        panels = tuple(_panels(row.panels, y + headline.height))
        yield Placed(row, headline, panels)
        y = y + headline.height if row.is_closed else max(place.y + place.height for _, place in panels)


def _panels(panels: Iterable[Panel], y: int) -> Iterator[tuple[Panel, Place]]:
    x = highest = 0
    for panel in panels:
        if x + panel.width > WIDTH:
            x, y, highest = 0, y + highest, 0
        yield panel, Place(x, y, panel.width, panel.height)
        x, highest = x + panel.width, max(highest, panel.height)
