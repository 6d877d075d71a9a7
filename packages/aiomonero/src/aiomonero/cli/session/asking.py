# SPDX-License-Identifier: Apache-2.0
"""Questions to the person at the terminal; Ctrl-C at any of them ends the command at once.

A loop of asyncio only notes Ctrl-C for later, and whatever is answered after that would still count.
"""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator

import click

yes = click.option("--yes", is_flag=True, help="do not ask")
"""The option of every command that asks before it spends or destroys something."""


def confirm(question: str, *, yes: bool) -> None:
    """Return if the person agrees, or did so beforehand; else raises click.Abort.

    Raises click.UsageError where nobody is there, and KeyboardInterrupt.
    """
    require_somebody(yes=yes)
    if not yes:
        with _interruptible():
            click.confirm(question, abort=True, err=True)


def require_somebody(*, yes: bool) -> None:
    """Raise click.UsageError where nobody can be asked and nobody agreed beforehand."""
    if not (yes or is_anybody_there()):
        raise click.UsageError("there is nobody to ask whether that is meant: say --yes")


def secret(title: str, *, is_new: bool = False) -> str:
    """Return what is typed unseen; twice, where it `is_new` and nothing else would show a slip of the hand."""
    repeated = "The same again" if is_new else False
    with _interruptible():
        typed = click.prompt(
            title, hide_input=True, default="", show_default=False, err=True, confirmation_prompt=repeated
        )
    return str(typed)


def is_anybody_there() -> bool:
    """Tell whether standard input is a terminal."""
    return sys.stdin.isatty()


@contextlib.contextmanager
def _interruptible() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield  # signals go to the main thread alone
        return
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    except click.Abort as abort:
        if isinstance(abort.__context__, KeyboardInterrupt):
            raise KeyboardInterrupt from None
        raise
    finally:
        signal.signal(signal.SIGINT, before)
