# SPDX-License-Identifier: Apache-2.0
"""What a panel of a dashboard is, before it becomes Grafana's JSON or a picture.

In expressions `{@}` stands for the dashboard's own matchers, so `{@, type="in"}` narrows them.
"""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Mapping
from typing import NamedTuple


class Unit(enum.StrEnum):
    """Grafana's names of units."""

    PLAIN = "none"
    COUNT = "short"
    WHOLE = "locale"
    BYTES = "bytes"
    DECIMAL_BYTES = "decbytes"
    BYTES_PER_SECOND = "Bps"
    SECONDS = "s"
    SHARE = "percentunit"
    PER_SECOND = "ops"
    PER_MINUTE = "suffix: per min"
    HASHES_PER_SECOND = "Hs"
    PACKETS_PER_SECOND = "pps"
    XMR = "suffix: XMR"
    PICONERO_PER_BYTE = "suffix: p/B"
    MICRONERO_PER_KIB = "suffix: µXMR/KiB"


class Color(enum.StrEnum):
    """Grafana's names of colors."""

    GREEN = "green"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"
    BLUE = "blue"
    PURPLE = "purple"
    GRAY = "#6e7687"
    NONE = "text"


class Word(NamedTuple):
    """What is shown in place of a number."""

    text: str
    color: Color


class Step(NamedTuple):
    """The color from a value on."""

    value: float
    color: Color


YES_NO = {0: Word("no", Color.RED), 1: Word("yes", Color.GREEN)}
NO_YES = {0: Word("no", Color.GREEN), 1: Word("yes", Color.RED)}
IS_SO = {0: Word("no", Color.GRAY), 1: Word("yes", Color.BLUE)}
UP_DOWN = {0: Word("down", Color.RED), 1: Word("up", Color.GREEN)}


@dataclasses.dataclass(frozen=True, slots=True)
class Panel:
    """A title and the expressions behind it, by legend."""

    title: str
    queries: Mapping[str, str] = dataclasses.field(default_factory=dict)
    unit: Unit = Unit.COUNT
    _: dataclasses.KW_ONLY
    sentence: str = ""
    """What the sentences of the families do not say; those are added to it."""
    width: int = 8
    height: int = 8


@dataclasses.dataclass(frozen=True, slots=True)
class Stat(Panel):
    """The last value, large. With `label`, that label's value in place of the number."""

    _: dataclasses.KW_ONLY
    label: str = ""
    words: Mapping[int, Word] = dataclasses.field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    width: int = 3
    height: int = 4
    has_trend: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Lines(Panel):
    """Values over time. `colors` are by legend; `is_stair` is for what only jumps."""

    _: dataclasses.KW_ONLY
    is_stacked: bool = False
    is_stair: bool = False
    colors: Mapping[str, Color] = dataclasses.field(default_factory=dict)
    starts_at_zero: bool = False

    @property
    def fill_percent(self) -> int:
        """How much of what is below a line is filled: many lines beside each other would only hide one another."""
        is_alone = len(self.queries) == 1 and not any("{{" in legend for legend in self.queries)
        return 40 if self.is_stacked else 10 if is_alone else 0


@dataclasses.dataclass(frozen=True, slots=True)
class Bars(Panel):
    """The last value of each series as a bar, the longest first."""


@dataclasses.dataclass(frozen=True, slots=True)
class Heat(Panel):
    """A histogram over time; its one expression keeps the label `le`."""


@dataclasses.dataclass(frozen=True, slots=True)
class States(Panel):
    """Whole numbers over time as colored words, a lane for each series."""

    _: dataclasses.KW_ONLY
    words: Mapping[int, Word] = dataclasses.field(default_factory=dict)
    steps: tuple[Step, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class World(Panel):
    """A map of countries; its one expression keeps the label `country`."""


class Column(NamedTuple):
    """A column of a table: the value of an expression or, with `label`, of that label of its."""

    title: str
    expression: str
    unit: Unit = Unit.COUNT
    label: str = ""
    words: Mapping[int, Word] = {}
    steps: tuple[Step, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Table(Panel):
    """A row for each set of values of the labels `keys`; `opens` is the dashboard that the last key leads to."""

    _: dataclasses.KW_ONLY
    keys: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    opens: str = ""
    width: int = 24


@dataclasses.dataclass(frozen=True, slots=True)
class Text(Panel):
    """Words for who looks, as Markdown."""

    _: dataclasses.KW_ONLY
    markdown: str = ""
    width: int = 24
    height: int = 3


def is_instant(panel: Panel) -> bool:
    """Whether only the last values of a panel are asked."""
    return isinstance(panel, Table | Bars | World) or (isinstance(panel, Stat) and not panel.has_trend)


def queries(panel: Panel) -> dict[str, str]:
    """Return the expressions of any panel by what it calls them."""
    if isinstance(panel, Table):
        return {column.title: column.expression for column in panel.columns}
    return dict(panel.queries)
