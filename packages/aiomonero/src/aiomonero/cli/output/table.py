# SPDX-License-Identifier: Apache-2.0
"""Tables for people: the fields of one value, or one row per value, with units taken from the names of the fields."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from aiomonero.cli.output import units
from aiomonero.cli.output.printable import printable

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table

_HALVES = ("_low64", "_top64")
"""Parts of a number that a property of the same value shows whole."""
_TIMES = ("timestamp", "_time", "last_seen")
_HASH = re.compile("[0-9a-f]{64}")
_GAP = 3
_UNBROKEN = 24
"""A column that is no wider is never broken within a word."""
_INDENT = "  "
_DEEPEST = 8
_MOST_LINES = 50
"""Of a list inside a field; the rest is counted."""


@dataclasses.dataclass(frozen=True, slots=True)
class Style:
    """What a person wants to see: `now` is in Unix seconds, for ages."""

    now: float
    is_short: bool = False
    """Addresses are cut."""
    width: int | None = None
    """The room on a terminal; None is any, as in a pipe."""
    is_full: bool = False
    """Hashes stay whole where there is no room for them."""
    is_narrow: bool = False
    """There is no room: hashes are cut, and ages are left out."""


View = Callable[[Style], "RenderableType"]
"""Draws something in the wanted style."""


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, and what stands in it for one value of the list."""

    title: str
    content: str | Callable[[Any], object]

    def of(self, value: object) -> tuple[str, object]:
        """Return the name that says the unit, and the content."""
        if not isinstance(self.content, str):
            return "", self.content(value)
        return self.content, value[self.content] if isinstance(value, dict) else getattr(value, self.content)


def fields(value: object, style: Style, names: Sequence[str] = ()) -> RenderableType:
    """Return a table of the named fields of a value, or of all, one per line."""
    table = _table(show_header=False)
    table.add_column("", style="bold")
    table.add_column("", overflow="fold")
    for name, content in contents(value, names).items():
        for title, cell in _nested(_title(name), name, content, style):
            table.add_row(title, cell)
    return table


def rows(values: Iterable[object], columns: Sequence[Column | str], style: Style, *, title: str = "") -> RenderableType:
    """Return a table of one row per value; a column given as text is the field of that name.

    Without values it is a sentence: "no peers" where the title is "peers".
    """
    listed = list(values)
    if not listed:
        return f"no {title}" if title else "none"
    chosen = [Column(_title(column), column) if isinstance(column, str) else column for column in columns]
    titles = [column.title for column in chosen]
    cells = [[_cell(*column.of(value), style) for column in chosen] for value in listed]
    if style.width is not None and sum(_widths(titles, cells)) > style.width:
        narrow = dataclasses.replace(style, is_narrow=True)
        titles = [title.replace(" ", "\n") for title in titles]
        cells = [[_cell(*column.of(value), narrow) for column in chosen] for value in listed]
    table = _table(title=title or None)
    for text, width in zip(titles, _widths(titles, cells), strict=True):
        table.add_column(text, overflow="fold", no_wrap=width <= _UNBROKEN)
    for row in cells:
        table.add_row(*row)
    return table


def contents(value: object, names: Sequence[str] = ()) -> dict[str, object]:
    """Return the named fields of a value, or all that people want to see: of numbers sent in halves the whole."""
    if isinstance(value, dict):
        return {str(name): each for name, each in value.items() if not names or name in names}
    return {name: getattr(value, name) for name in names or _names(type(value))}


def _widths(titles: Sequence[str], cells: Sequence[Sequence[str]]) -> list[int]:
    """Return how wide each column is with the gap beside it."""
    columns = zip(titles, *cells, strict=True)
    return [max(len(line) for text in column for line in text.split("\n")) + _GAP for column in columns]


def _nested(title: str, name: str, content: object, style: Style, depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield the lines of a value, which holds others in lines of their own, set in."""
    parts = _parts(title, content) if depth < _DEEPEST else []
    if not parts:
        yield _INDENT * depth + title, _cell(name, content, style)
        return
    yield _INDENT * depth + title, ""
    for part_title, part_name, part in parts[:_MOST_LINES]:
        yield from _nested(part_title, part_name, part, style, depth + 1)
    if len(parts) > _MOST_LINES:
        yield _INDENT * (depth + 1) + f"and {len(parts) - _MOST_LINES} more", ""


def _parts(title: str, content: object) -> list[tuple[str, str, object]]:
    """Return title, name and content of what a value holds; nothing where it fits into a cell."""
    if isinstance(content, msgspec.Struct | dict):
        return [(_title(name), name, each) for name, each in contents(content).items()]
    if isinstance(content, tuple | list) and any(isinstance(each, msgspec.Struct | dict) for each in content):
        return [(str(number), title, each) for number, each in enumerate(content)]
    return []


def _table(*, title: str | None = None, show_header: bool = True) -> Table:
    from rich import box, table

    look = box.SIMPLE_HEAD if show_header else None
    made = table.Table(box=look, pad_edge=False, show_edge=False, show_header=show_header, title=title)
    made.title_justify = "left"
    return made


def _names(kind: type) -> list[str]:
    own = list(msgspec.structs.fields(kind)) if issubclass(kind, msgspec.Struct) else []
    plain = [field.name for field in own] or list(getattr(kind, "_fields", ()))
    derived = [name for name, member in vars(kind).items() if isinstance(member, property)]
    return [name for name in (*plain, *derived) if not name.endswith(_HALVES) and not name.startswith("wide_")]


def _title(name: str) -> str:
    for unit in ("_piconero", "_bytes", "_seconds"):
        name = name.removesuffix(unit)
    return name.replace("_", " ")


def _cell(name: str, content: object, style: Style) -> str:
    if content is None or content == ():
        return "-"
    if isinstance(content, bool):
        return "yes" if content else "no"
    if isinstance(content, int):
        return _number(name, content, style)
    if isinstance(content, bytes):
        return content.hex()
    if isinstance(content, tuple | list) and not hasattr(content, "_fields"):
        return _lines(name, content, style)
    return _text(printable(str(content)), style)


def _text(text: str, style: Style) -> str:
    is_cut = (style.is_narrow and not style.is_full and _HASH.fullmatch(text)) or (style.is_short and len(text) >= 95)
    return units.shortened(text) if is_cut else text


def _number(name: str, number: int, style: Style) -> str:
    if name.endswith("_piconero"):
        return units.xmr(number)
    if name.endswith("_bytes"):
        return units.size(number)
    if name.endswith("_seconds"):
        return units.span(number)
    if name.endswith(_TIMES):
        return units.moment(number, None if style.is_narrow else style.now)
    return str(number)


def _lines(name: str, contents: Sequence[object], style: Style) -> str:
    lines = [_cell(name, each, style) for each in contents[:_MOST_LINES]]
    more = len(contents) - len(lines)
    return "\n".join([*lines, f"and {more} more"] if more else lines)
