# SPDX-License-Identifier: Apache-2.0
"""Which pictures there are, and drawing all of them."""

from __future__ import annotations

import dataclasses
import hashlib
import pathlib

from tools.dashboards import filled
from tools.dashboards.board import EVERYTHING, Board, Row, Variable
from tools.dashboards.boards import every
from tools.dashboards.panel import Panel
from tools.pictures import answers, page, shown
from tools.pictures.answers import Answers
from tools.pictures.page import Page
from tools.pictures.prometheus import Prometheus, Window

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "docs" / "pictures"
POINTS = 120
LARGEST_BYTES = 150_000
_MARK_LETTERS = 16
_SHORTEST_RATE_SECONDS = 15
"""So that a rate spans several scrapes, of which some may fail."""


def draw(source: Prometheus, minutes: float, until: float, folder: pathlib.Path) -> None:
    """Draw every dashboard as of a moment, that of a node row by row; raises ValueError for a picture too large."""
    window = _window(minutes, until)
    folder.mkdir(parents=True, exist_ok=True)
    for board in every.ALL:
        for name, rows in pictures(board):
            text = _draw(board, rows, source, window)
            if len(text.encode()) > LARGEST_BYTES:
                raise ValueError(f"{name}.svg has {len(text.encode()):,} bytes: draw fewer minutes, or less in a row")
            (folder / f"{name}.svg").write_text(text)


def pictures(board: Board) -> list[tuple[str, tuple[Row, ...]]]:
    """Return which open rows stand in which picture: a tall dashboard is told apart."""
    if board.name != "node":
        return [(board.name, tuple(row for row in board.rows if not row.is_closed))]
    return [(f"node-{row.title.lower().replace(' ', '-') or 'health'}", (row,)) for row in board.rows]


def mark(board: Board, rows: tuple[Row, ...]) -> str:
    """Return what changes with all that a picture shows of its dashboard; sentences are not to be seen there."""
    drawn = [(row.title, [dataclasses.replace(panel, sentence="") for panel in row.panels]) for row in rows]
    return hashlib.sha256(repr((board.title, board.variables, drawn)).encode()).hexdigest()[:_MARK_LETTERS]


def _window(minutes: float, until: float) -> Window:
    step = minutes * 60 / POINTS
    return Window(until - minutes * 60, until, step)


def _first(variable: Variable, source: Prometheus, window: Window) -> str:
    found = source.at(f"group by ({variable.name}) ({variable.family})", window.end)
    return min((series.labels.get(variable.name, "") for series in found), default="")


def _draw(board: Board, rows: tuple[Row, ...], source: Prometheus, window: Window) -> str:
    seconds = f"{max(window.step * 4, _SHORTEST_RATE_SECONDS):.0f}s"
    intervals = {"__rate_interval": seconds, "__range": f"{window.end - window.start:.0f}s"}
    chosen = {each.name: "|".join(each.chosen) or EVERYTHING for each in board.variables}
    chosen |= {each.name: _first(each, source, window) for each in board.variables if each.is_one}

    def ask(panel: Panel) -> Answers:
        return answers.gather(board, panel, source, window, filled.INTERVALS | intervals | chosen)

    return page.draw(Page(board, shown.rows(board, rows, ask), chosen, window, mark(board, rows)), ask)
