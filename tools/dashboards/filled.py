# SPDX-License-Identifier: Apache-2.0
"""Every expression of a dashboard as Prometheus takes it: with its variables filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tools.dashboards import board as boards
from tools.dashboards import panel as panels
from tools.dashboards.board import Board

_VARIABLE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")
INTERVALS = {"__rate_interval": "1m", "__range": "1h"}


class Filled(NamedTuple):
    """An expression and where it stands: dashboard, panel, and what the panel calls it."""

    board: str
    panel: str
    legend: str
    expression: str


def expressions(board: Board, values: Mapping[str, str] = INTERVALS) -> Iterator[Filled]:
    """Yield what every panel asks.

    `values` are those of variables, as `{"instance": "node-0", "__rate_interval": "30s"}`; one that is not there
    stands for everything, and one that always has exactly one value must be there.
    """
    chosen = _everything(board) | INTERVALS | dict(values)
    for panel in board.panels:
        for legend, expression in panels.queries(panel).items():
            yield Filled(board.name, panel.title, legend, fill(board.scoped(expression), chosen))


def events(board: Board, values: Mapping[str, str] = INTERVALS) -> Iterator[Filled]:
    """Yield what every mark of the dashboard asks."""
    chosen = _everything(board) | INTERVALS | dict(values)
    for event in board.events:
        yield Filled(board.name, event.title, "", fill(board.scoped(event.expression), chosen))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values in place of variables; raises KeyError for a variable without one."""
    return _VARIABLE.sub(lambda found: values[found[1] or found[2]], text)


def _everything(board: Board) -> dict[str, str]:
    open_ones = (variable for variable in board.variables if not variable.is_one)
    return {variable.name: "|".join(variable.chosen) or boards.EVERYTHING for variable in open_ones}
