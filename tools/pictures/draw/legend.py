# SPDX-License-Identifier: Apache-2.0
"""Names of series below a chart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tools.pictures import svg, theme
from tools.pictures.answers import Named
from tools.pictures.svg import Box

_LINE = 17
_MARK = 14
_GAP = 16
_MOST_LINES = 3


def height(series: Sequence[Named], box: Box) -> float:
    """Return how much room the legend takes."""
    return min(len(_wrapped(series, box.width)), _MOST_LINES) * _LINE + 4


def draw(series: Sequence[Named], colors: Sequence[str], box: Box) -> Iterator[str]:
    """Draw marks and names in as many lines as there is room for."""
    for row, indices in enumerate(_wrapped(series, box.width)[:_MOST_LINES]):
        x, y = box.x + 4, box.y + _LINE * row + 13
        for index in indices:
            name = svg.shortened(series[index].name, theme.LABEL_SIZE, box.width - 30)
            yield svg.rectangle(Box(x, y - 5, 10, 3), colors[index], radius=1)
            yield svg.text(x + _MARK, y, name, size=theme.LABEL_SIZE, color=theme.TEXT)
            x += _room(name)


def _room(name: str) -> float:
    return _MARK + svg.width(name, theme.LABEL_SIZE) + _GAP


def _wrapped(series: Sequence[Named], width: float) -> list[list[int]]:
    rows: list[list[int]] = [[]]
    used = 0.0
    for index, each in enumerate(series):
        room = _room(each.name)
        if used + room > width and rows[-1]:
            rows.append([])
            used = 0.0
        rows[-1].append(index)
        used += room
    return rows
