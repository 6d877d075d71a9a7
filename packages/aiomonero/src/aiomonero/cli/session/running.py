# SPDX-License-Identifier: Apache-2.0
"""Runs a command's coroutine, and turns what goes wrong into a sentence and an exit code."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import click

from aiomonero import errors
from aiomonero.cli.output import failure

Result = TypeVar("Result")

INTERRUPTED = 130
"""What a shell says of a program that ended by Ctrl-C."""


class Failed(click.ClickException):
    """Ends the command with a sentence and no trace."""

    def __init__(self, error: errors.MoneroError, group: str) -> None:
        super().__init__(failure.sentence(error, group))
        self.exit_code: int = failure.exit_code(error)  # type: ignore[misc] # click declares its default on the class


def run(act: Coroutine[Any, Any, Result], *, is_verbose: bool = False, group: str = "daemon") -> Result:
    """Run a command of a group to the end; Ctrl-C cancels the coroutine, which may return what it has instead."""
    try:
        return asyncio.run(act)
    except errors.MoneroError as error:
        if is_verbose:
            raise
        raise Failed(error, group) from error
    except KeyboardInterrupt:
        click.echo(err=True)
        raise click.exceptions.Exit(INTERRUPTED) from None
