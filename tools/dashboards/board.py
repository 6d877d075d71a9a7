# SPDX-License-Identifier: Apache-2.0
"""What a dashboard is: rows of panels, and the variables that a reader narrows them with."""

from __future__ import annotations

from typing import NamedTuple

from tools.dashboards.panel import Color, Panel

EVERYTHING = ".*"
"""What an unset variable stands for: it matches a label that is not there, too."""


class Variable(NamedTuple):
    """A label whose values are taken from the series of `family`, narrowed by the variables before it.

    `is_one` is for a variable that has always exactly one value. `chosen` are the values that it starts with.
    """

    name: str
    family: str
    is_one: bool = False
    chosen: tuple[str, ...] = ()
    narrows: bool = True
    """Whether `{@}` contains it; otherwise expressions name it themselves."""

    @property
    def matcher(self) -> str:
        return f'{self.name}{"=" if self.is_one else "=~"}"${self.name}"'


class Row(NamedTuple):
    """Panels under a headline, set from left to right; the first row of a dashboard has none."""

    title: str
    panels: tuple[Panel, ...]
    is_closed: bool = False


class Event(NamedTuple):
    """A mark in all panels over time, where the expression has a value."""

    title: str
    expression: str
    color: Color


class Board(NamedTuple):
    """One dashboard; `name` is its file's and the end of its address."""

    name: str
    title: str
    sentence: str
    variables: tuple[Variable, ...]
    rows: tuple[Row, ...]
    events: tuple[Event, ...] = ()

    @property
    def uid(self) -> str:
        return f"monero-{self.name}"

    @property
    def panels(self) -> tuple[Panel, ...]:
        return tuple(panel for row in self.rows for panel in row.panels)

    def scoped(self, expression: str) -> str:
        """Return the expression with the dashboard's own matchers in place of each `{@`."""
        matchers = ", ".join(each.matcher for each in self.variables if each.narrows)
        return expression.replace("{@", f"{{{matchers}")


def target_variables(family: str, *, is_one: bool = False) -> tuple[Variable, ...]:
    """Return the variables that say whose series are shown; those with `family` are there to choose from.

    With `is_one` they are of one set, which nothing else can be taken for: a label that nobody has is empty.
    """
    return tuple(Variable(name, family, is_one) for name in ("cluster", "namespace", "set"))


def choices(board: Board, variable: Variable) -> str:
    """Return the question that finds the variable's values: each variable is narrowed by those before it."""
    before = board.variables[: board.variables.index(variable)]
    matchers = ", ".join(each.matcher for each in before if each.narrows)
    return f"label_values({variable.family}{{{matchers}}}, {variable.name})"
