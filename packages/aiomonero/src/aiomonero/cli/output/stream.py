# SPDX-License-Identifier: Apache-2.0
"""Shows values that come one after another: a line each, or, on a terminal, all in one place."""

from __future__ import annotations

import contextlib
import dataclasses
import time
from collections.abc import Callable, Iterator
from typing import Self

import click

from aiomonero.cli.output import document, show, table
from aiomonero.cli.output.printable import printable


@dataclasses.dataclass(frozen=True, slots=True)
class Moment:
    """One value of a stream: what a program reads, what a person reads, and the picture instead, on a terminal.

    Where it `is_old` it tells nothing that the one before did not, and is good for the picture alone.
    """

    value: object
    lines: str
    view: table.View | None = None
    is_old: bool = False


@contextlib.contextmanager
def shown(wish: show.Wish) -> Iterator[Callable[[Moment], None]]:
    """Give a function that shows a moment."""
    with contextlib.ExitStack() as stack:
        screen: _Screen | None = None

        def tell(moment: Moment) -> None:
            nonlocal screen
            if moment.view and not wish.as_json and (screen or show.console().is_terminal):
                screen = screen or stack.enter_context(_Screen(wish))
                screen.update(moment.view)
            elif moment.is_old:
                return
            elif wish.as_json:
                click.echo(document.line(moment.value))
            else:
                click.echo("\n".join(printable(line) for line in moment.lines.splitlines()))

        yield tell


class _Screen(contextlib.AbstractContextManager["_Screen"]):
    def __init__(self, wish: show.Wish) -> None:
        from rich import live

        self._is_short = wish.shorten_addresses
        self._live = live.Live(console=show.console(), auto_refresh=False)

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._live.stop()

    def update(self, view: table.View) -> None:
        style = table.Style(now=time.time(), is_short=self._is_short)  # noqa: TID251 - ages are told from now on
        self._live.update(view(style), refresh=True)
