# SPDX-License-Identifier: Apache-2.0
"""The last value of each series as a bar. Maps are drawn so, too: a picture has no ground map."""

from __future__ import annotations

from collections.abc import Iterator

from tools.dashboards.panel import Color, Panel
from tools.pictures import svg, theme, units
from tools.pictures.answers import Answers
from tools.pictures.svg import Box

_WIDEST = 34.0
_MOST = 12


def draw(panel: Panel, answers: Answers, box: Box) -> Iterator[str]:
    """Draw the longest bars, the longest first."""
    shown = sorted(answers.series, key=lambda each: -each.series.last)[:_MOST]
    most = max(*(each.series.last for each in shown), 1e-9)
    names = max(svg.width(each.name, 12) for each in shown) + 12
    numbers = max(svg.width(units.written(each.series.last, panel.unit), 13) for each in shown) + 12
    height = min(box.height / len(shown), _WIDEST)
    for index, each in enumerate(shown):
        row = Box(box.x + names, box.y + height * index + 3, box.width - names - numbers, height - 6)
        middle = row.y + row.height / 2 + 4
        value = units.written(each.series.last, panel.unit)
        yield svg.text(row.x - 8, middle, each.name, size=12, color=theme.TEXT, anchor="end")
        yield svg.rectangle(row, theme.GRID, radius=2)
        yield svg.rectangle(
            row._replace(width=max(row.width * each.series.last / most, 2)), theme.color(Color.BLUE), radius=2
        )
        yield svg.text(box.right - 4, middle, value, size=13, color=theme.STRONG, anchor="end", weight=500)
