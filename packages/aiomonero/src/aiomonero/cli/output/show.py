# SPDX-License-Identifier: Apache-2.0
"""Prints an answer: as JSON where that was asked for, else as a table."""

from __future__ import annotations

import dataclasses
import functools
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import click

from aiomonero.cli.output import document, table
from aiomonero.cli.output.printable import printable

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

_UNBOUNDED_COLUMNS = 10_000
"""Wide enough for any table where no terminal says how much it can show: a pipe must not lose the end of a hash."""


CHECK_FAILED = 1


class Wish(Protocol):
    """The options about what is shown."""

    @property
    def as_json(self) -> bool: ...

    @property
    def shorten_addresses(self) -> bool: ...

    @property
    def full_hashes(self) -> bool: ...


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """A value, and how it looks to a person where that is not simply all of its fields.

    Where something is missing of what was asked for, the `exit_code` with which the command ends says so.
    """

    value: object
    view: table.View
    exit_code: int = 0


def listed(values: Sequence[object], *columns: table.Column | str) -> Answer:
    """Return a list that a person sees as a table of these columns."""
    return Answer(values, lambda style: table.rows(values, columns, style))


def judged(value: object, view: table.View, *, is_good: bool) -> Answer:
    """Return what came of a check; a script sees a "no" by the exit code."""
    return Answer(value, view, exit_code=0 if is_good else CHECK_FAILED)


def done(sentence: str) -> Answer:
    """Return that something was done, which a program sees as a status."""
    return Answer({"status": "OK"}, lambda _: sentence)


def stacked(value: object, *views: table.View) -> Answer:
    """Return a value that a person sees as several tables, one below the other."""

    def view(style: table.Style) -> RenderableType:
        from rich import console

        return console.Group(*(each(style) for each in views))

    return Answer(value, view)


def end(answer: object, wish: Wish) -> None:
    """Print an answer and, where it says so, end the command with its exit code."""
    show(answer, wish)
    if isinstance(answer, Answer) and answer.exit_code:
        raise click.exceptions.Exit(answer.exit_code)


def show(answer: object, wish: Wish) -> None:
    """Print an answer; None is no answer and prints nothing."""
    value = answer.value if isinstance(answer, Answer) else answer
    if value is None:
        return
    if wish.as_json:
        click.echo(document.text(value))
        return
    if isinstance(value, str | int) and not isinstance(answer, Answer):
        click.echo(printable(str(value)))
        return
    out = console()
    style = table.Style(
        now=time.time(),  # noqa: TID251 - ages are told from now on
        is_short=wish.shorten_addresses,
        width=out.width if out.is_terminal else None,
        is_full=wish.full_hashes,
    )
    look = answer.view(style) if isinstance(answer, Answer) else table.fields(value, style)
    if isinstance(look, str):
        text(look)
    else:
        out.print(look)


def text(lines: str) -> None:
    """Print a text as it is but for what a terminal would obey: no line of it is broken, however long."""
    click.echo("\n".join(printable(line) for line in lines.split("\n")))


def console() -> Console:
    """Return standard output for tables and pictures of text, in which no word of a server is markup."""
    from rich import console

    plain = functools.partial(console.Console, highlight=False, markup=False, emoji=False)
    out = plain()
    return out if out.is_terminal else plain(width=_UNBOUNDED_COLUMNS)
