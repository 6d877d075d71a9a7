# SPDX-License-Identifier: Apache-2.0
"""Rows of sets or nodes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import NamedTuple

from tools.dashboards.panel import Column, Table
from tools.pictures import svg, theme, units
from tools.pictures.answers import Answers
from tools.pictures.prometheus import Series
from tools.pictures.svg import Box

_LINE = 30
_SIZE = 12.5


class Cell(NamedTuple):
    """What is written, and how."""

    text: str
    color: str = theme.TEXT


def draw(panel: Table, answers: Answers, box: Box) -> Iterator[str]:
    """Draw a headline, and as many rows as there is room for."""
    # A label that nobody has is no column, as in Grafana.
    panel = dataclasses.replace(panel, keys=tuple(_known(panel, answers)))
    found = _rows(panel, answers)
    heads = [*panel.keys, *(column.title for column in panel.columns)]
    keys = sorted(found, key=lambda key: key[::-1])[: int((box.height - _LINE) / _LINE)]
    lines = [
        [*_key_cells(panel, key), *(found[key].get(column.title, Cell("")) for column in panel.columns)] for key in keys
    ]
    lefts = _lefts(heads, lines, box)
    for head, x in zip(heads, lefts, strict=True):
        yield svg.text(x, box.y + 18, head, size=_SIZE, color=theme.LINK, weight=500)
    for index, line in enumerate(lines):
        y = box.y + _LINE * (index + 1)
        yield svg.line(box.x, y, box.right, y, theme.GRID)
        for cell, x in zip(line, lefts, strict=True):
            yield svg.text(x, y + 20, cell.text, size=_SIZE, color=cell.color)


def height(panel: Table, answers: Answers) -> float:
    """Return the room that all rows take."""
    return _LINE * (1 + len(_rows(panel, answers)))


def _known(panel: Table, answers: Answers) -> Iterator[str]:
    """Yield the keys that anybody has, and the last one, which leads on."""
    given = {name for each in answers.series for name, value in each.series.labels.items() if value}
    return (key for key in panel.keys if key in given or key == panel.keys[-1])


def _rows(panel: Table, answers: Answers) -> dict[tuple[str, ...], dict[str, Cell]]:
    rows: dict[tuple[str, ...], dict[str, Cell]] = {}
    for column in panel.columns:
        for series in answers.of(column.title):
            key = tuple(series.labels.get(name, "") for name in panel.keys)
            rows.setdefault(key, {})[column.title] = _cell(column, series)
    return rows


def _cell(column: Column, series: Series) -> Cell:
    if column.label:
        return Cell(series.labels.get(column.label, ""))
    color = theme.of_value(series.last, column.steps, column.words, otherwise=theme.TEXT)
    return Cell(units.written(series.last, column.unit, column.words), color)


def _key_cells(panel: Table, key: tuple[str, ...]) -> Iterator[Cell]:
    for name, value in zip(panel.keys, key, strict=True):
        yield Cell(value, theme.LINK if panel.opens and name == panel.keys[-1] else theme.TEXT)


def _lefts(heads: list[str], lines: list[list[Cell]], box: Box) -> list[float]:
    """Return where columns begin: what they need, and an equal share of what is left over."""
    texts = [[head, *(line[index].text for line in lines)] for index, head in enumerate(heads)]
    needed = [max(svg.width(text, _SIZE) for text in column) + 16 for column in texts]
    spare = max(box.width - sum(needed), 0) / len(needed)
    return [box.x + 6 + sum(needed[:index]) + spare * index for index in range(len(needed))]
