# SPDX-License-Identifier: Apache-2.0
"""What a Prometheus answers to the questions of a panel."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from tools.dashboards import filled
from tools.dashboards import panel as panels
from tools.dashboards.board import Board
from tools.dashboards.panel import Heat, Panel
from tools.pictures.prometheus import Prometheus, Series, Window

_LABEL = re.compile(r"\{\{(\w+)\}\}")


class Named(NamedTuple):
    """A series and its name in the legend; `asked` is what the panel calls the question."""

    name: str
    asked: str
    series: Series


class Answers(NamedTuple):
    """All series of one panel in the order of its questions, and the time that they are about."""

    window: Window
    series: tuple[Named, ...]

    def of(self, asked: str) -> list[Series]:
        """Return the answer to one question."""
        return [each.series for each in self.series if each.asked == asked]


def gather(board: Board, panel: Panel, source: Prometheus, window: Window, values: Mapping[str, str]) -> Answers:
    """Ask all that a panel asks."""
    found: list[Named] = []
    window = window._replace(step=window.step * 2) if isinstance(panel, Heat) else window
    for legend, expression in panels.queries(panel).items():
        text = filled.fill(board.scoped(expression), values)
        found += [Named(_name(legend, series), legend, series) for series in _ask(panel, source, text, window)]
    if len(panels.queries(panel)) == 1:
        found.sort(key=lambda each: each.name)
    return Answers(window, tuple(found))


def _ask(panel: Panel, source: Prometheus, text: str, window: Window) -> list[Series]:
    return source.at(text, window.end) if panels.is_instant(panel) else source.over(text, window)


def _name(legend: str, series: Series) -> str:
    return _LABEL.sub(lambda found: series.labels.get(found[1], ""), legend).strip(" /") or legend
