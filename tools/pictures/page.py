# SPDX-License-Identifier: Apache-2.0
"""A dashboard, or some rows of it, as a person sees it: the head, headlines, and framed panels on the grid."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tools.dashboards import board as boards
from tools.dashboards import layout
from tools.dashboards.board import Board, Row
from tools.dashboards.layout import Place
from tools.dashboards.panel import Bars, Heat, Lines, Panel, Stat, States, Table, Text, World
from tools.pictures import svg, theme
from tools.pictures.answers import Answers
from tools.pictures.draw import bars, heat, lines, stat, states, table, words
from tools.pictures.prometheus import Window
from tools.pictures.svg import Box

WIDTH = 1440.0
_EDGE, _GAP, _CELL = 16.0, 8.0, 30.0
_HEAD = 92.0
_TITLE, _FOOT = 32.0, 7.0
_DRAWERS: dict[type[Panel], Callable[[Any, Answers, Box], Iterator[str]]] = {
    Stat: stat.draw,
    Lines: lines.draw,
    Bars: bars.draw,
    World: bars.draw,
    Heat: heat.draw,
    States: states.draw,
    Table: table.draw,
}


class Page(NamedTuple):
    """What is drawn: rows of a dashboard, with the values of its variables; `mark` tells which state of them."""

    board: Board
    rows: tuple[Row, ...]
    values: Mapping[str, str]
    window: Window
    mark: str = ""


def draw(page: Page, ask: Callable[[Panel], Answers]) -> str:
    """Return the picture; `ask` answers a panel."""
    placed = list(layout.rows(row._replace(is_closed=False) for row in page.rows))
    lowest = max(place.y + place.height for row in placed for _, place in row.panels)
    size = Box(0, 0, WIDTH, _HEAD + lowest * (_CELL + _GAP) + _EDGE - _GAP)
    elements = [svg.rectangle(size, theme.CANVAS), *_head(page)]
    for row in placed:
        elements += _headline(row.row.title, _box(row.headline))
        for panel, place in row.panels:
            elements += _panel(panel, ask, _box(place))
    return svg.document(size, page.board.title, elements, mark=page.mark)


def cells(pixels: float) -> int:
    """Return how high on the grid a panel is that has so much inside."""
    return math.ceil((pixels + _TITLE + _FOOT + _GAP) / (_CELL + _GAP))


def _box(place: Place) -> Box:
    column = (WIDTH - 2 * _EDGE + _GAP) / layout.WIDTH
    return Box(
        _EDGE + place.x * column,
        _HEAD + place.y * (_CELL + _GAP),
        place.width * column - _GAP,
        place.height * (_CELL + _GAP) - _GAP,
    )


def _head(page: Page) -> Iterator[str]:
    folder, _, name = page.board.title.rpartition(" / ")
    yield svg.text(_EDGE, 34, f"{folder} /", size=15, color=theme.FAINT)
    yield svg.text(_EDGE + svg.width(f"{folder} / ", 15), 34, name, size=15, color=theme.STRONG, weight=600)
    yield svg.text(WIDTH - _EDGE, 34, _clock(page.window), size=13, color=theme.TEXT, anchor="end")
    yield svg.line(0, 50, WIDTH, 50, theme.BORDER)
    yield from _chips(page)


def _clock(window: Window) -> str:
    start, end = (dt.datetime.fromtimestamp(each, dt.UTC) for each in (window.start, window.end))
    return f"{start:%Y-%m-%d %H:%M:%S} to {end:%H:%M:%S} UTC"


def _chips(page: Page) -> Iterator[str]:
    x = _EDGE
    chosen = {variable.name: page.values.get(variable.name, boards.EVERYTHING) for variable in page.board.variables}
    for name, value in {"data source": "Prometheus", **chosen}.items():
        shown = "All" if value == boards.EVERYTHING else value.replace("|", " + ") or "None"
        left, right = svg.width(name, 12) + 18, svg.width(shown, 12) + 20
        yield svg.rectangle(Box(x, 58, left + right, 26), theme.PANEL, radius=2, border=theme.BORDER)
        yield svg.text(x + 9, 75, name, size=12, color=theme.LINK)
        yield svg.text(x + left + 8, 75, shown, size=12, color=theme.TEXT)
        x += left + right + 10


def _headline(title: str, box: Box) -> Iterator[str]:
    if title:
        y = box.y + box.height / 2 + 6
        yield svg.curve(f"M{svg.number(box.x + 3)} {svg.number(y - 7)}l4 4l4 -4", theme.FAINT, 1.5)
        yield svg.text(box.x + 18, y, title, size=16, color=theme.STRONG, weight=500)


def _panel(panel: Panel, ask: Callable[[Panel], Answers], box: Box) -> Iterator[str]:
    if isinstance(panel, Text):
        yield from words.draw(panel, box.within(4, 4, 4, 4))
        return
    yield svg.rectangle(box, theme.PANEL, radius=3, border=theme.BORDER)
    title = svg.shortened(panel.title, theme.TITLE_SIZE, box.width - 16)
    yield svg.text(box.x + 10, box.y + 21, title, size=theme.TITLE_SIZE, color=theme.TEXT, weight=500)
    inner = box.within(left=8, top=_TITLE, right=8, bottom=_FOOT)
    answers = ask(panel)
    if answers.series:
        yield from _DRAWERS[type(panel)](panel, answers, inner)
    else:
        yield from _nothing(inner)


def _nothing(box: Box) -> Sequence[str]:
    x, y = box.x + box.width / 2, box.y + box.height / 2
    return [svg.text(x, y, "No data", size=13, color=theme.FAINT, anchor="middle")]
