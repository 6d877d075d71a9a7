# SPDX-License-Identifier: Apache-2.0
"""How a command ends."""

import click
import pytest

from aiomonero import errors
from aiomonero.cli.session import running


async def fail(error: BaseException) -> None:
    """End with an error."""
    raise error


def test_an_error_ends_with_its_sentence_and_code() -> None:
    """The exit code says whose turn it is."""
    with pytest.raises(running.Failed) as caught:
        running.run(fail(errors.ConnectFailed("refused", endpoint="http://a:1")))

    assert caught.value.exit_code == 3
    assert caught.value.message.startswith("http://a:1: refused")


def test_who_wants_traces_gets_the_error_itself() -> None:
    """--verbose is for those who report a bug."""
    with pytest.raises(errors.Busy):
        running.run(fail(errors.Busy("syncs")), is_verbose=True)


def test_an_interrupt_has_the_exit_code_of_one() -> None:
    """Scripts tell it from a refusal."""
    with pytest.raises(click.exceptions.Exit) as caught:
        running.run(fail(KeyboardInterrupt()))

    assert caught.value.exit_code == 130


def test_a_no_stays_a_no() -> None:
    """Who was asked and does not agree ends the command with its code 1."""
    with pytest.raises(click.Abort):
        running.run(fail(click.Abort()))
