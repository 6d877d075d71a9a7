# SPDX-License-Identifier: Apache-2.0
"""Draws docs/pictures from what a Prometheus knows: python -m tools.pictures http://127.0.0.1:9090."""

from __future__ import annotations

import argparse
import pathlib
import time

from tools.dashboards import filled
from tools.dashboards.board import EVERYTHING, Board, Row, Variable
from tools.dashboards.boards import every
from tools.dashboards.panel import Panel
from tools.pictures import answers, page
from tools.pictures.answers import Answers
from tools.pictures.page import Page
from tools.pictures.prometheus import Prometheus, Window

ROOT = pathlib.Path(__file__).resolve().parents[2]
POINTS = 120
LARGEST_BYTES = 150_000


def main() -> None:
    """Draw every dashboard, the one of a node row by row."""
    parser = argparse.ArgumentParser(prog="tools.pictures", description=__doc__)
    parser.add_argument("prometheus", help="its address")
    parser.add_argument("--minutes", type=float, default=8, help="how much time is shown, up to now")
    parser.add_argument("--to", type=pathlib.Path, default=ROOT / "docs" / "pictures", help="where pictures are put")
    given = parser.parse_args()
    source = Prometheus(given.prometheus)
    window = _window(given.minutes)
    given.to.mkdir(parents=True, exist_ok=True)
    for board in every.ALL:
        for name, rows in _pictures(board):
            text = _draw(board, rows, source, window)
            assert len(text.encode()) < LARGEST_BYTES, f"{name} has {len(text.encode())} bytes: show less time in it"
            (given.to / f"{name}.svg").write_text(text)
            print(f"{name}.svg: {len(text.encode()):,} bytes")


def _window(minutes: float) -> Window:
    step = minutes * 60 / POINTS
    end = int(time.clock_gettime(time.CLOCK_REALTIME) / step) * step
    return Window(end - minutes * 60, end, step)


def _first(variable: Variable, source: Prometheus, window: Window) -> str:
    found = source.at(f"group by ({variable.name}) ({variable.family})", window.end)
    return min(series.labels[variable.name] for series in found)


def _pictures(board: Board) -> list[tuple[str, tuple[Row, ...]]]:
    """Return which open rows stand in which picture: a tall dashboard is told apart."""
    if board.name != "node":
        return [(board.name, tuple(row for row in board.rows if not row.is_closed))]
    return [(f"node-{row.title.lower().replace(' ', '-') or 'health'}", (row,)) for row in board.rows]


def _draw(board: Board, rows: tuple[Row, ...], source: Prometheus, window: Window) -> str:
    seconds = f"{max(window.step * 4, 15):.0f}s"
    intervals = {"__rate_interval": seconds, "__interval": seconds, "__range": f"{window.end - window.start:.0f}s"}
    chosen = {each.name: "|".join(each.chosen) or EVERYTHING for each in board.variables}
    chosen |= {each.name: _first(each, source, window) for each in board.variables if each.is_one}

    def ask(panel: Panel) -> Answers:
        return answers.gather(board, panel, source, window, filled.INTERVALS | intervals | chosen)

    return page.draw(Page(board, rows, chosen, window), ask)


if __name__ == "__main__":
    main()
