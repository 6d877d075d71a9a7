# SPDX-License-Identifier: Apache-2.0
"""What of a dashboard a picture has: no panel that is empty for a good reason, and tables as high as their rows."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Iterator

from tools.dashboards import panel as panels
from tools.dashboards import silent
from tools.dashboards.board import Board, Row
from tools.dashboards.filled import Filled
from tools.dashboards.panel import Panel, Table
from tools.pictures import page
from tools.pictures.answers import Answers
from tools.pictures.draw import table


def rows(board: Board, all_rows: Iterable[Row], ask: Callable[[Panel], Answers]) -> tuple[Row, ...]:
    """Return the rows with the panels that are drawn."""
    return tuple(row._replace(panels=tuple(_panels(board, row, ask))) for row in all_rows)


def _panels(board: Board, row: Row, ask: Callable[[Panel], Answers]) -> Iterator[Panel]:
    for panel in row.panels:
        if _is_silent(board, panel) and not ask(panel).series:
            continue
        yield _fitted(panel, ask(panel)) if isinstance(panel, Table) else panel


def _is_silent(board: Board, panel: Panel) -> bool:
    asked = [Filled(board.name, panel.title, *each) for each in panels.queries(panel).items()]
    return bool(asked) and all(silent.reason(each) for each in asked)


def _fitted(panel: Table, answers: Answers) -> Table:
    return dataclasses.replace(panel, height=min(panel.height, page.cells(table.height(panel, answers))))
