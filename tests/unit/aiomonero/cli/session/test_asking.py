# SPDX-License-Identifier: Apache-2.0
"""Questions at a terminal: what is typed, what Ctrl-C does, and what happens where nobody is."""

import signal
from collections.abc import Callable
from typing import Any

import click
import pytest
from click import termui

from aiomonero.cli.session import asking, running

Ask = Callable[[], object]


@pytest.fixture(autouse=True)
def somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sit somebody at the terminal."""
    monkeypatch.setattr(asking, "is_anybody_there", lambda: True)


def types(monkeypatch: pytest.MonkeyPatch, *lines: str | BaseException) -> None:
    """Type these lines, one per question; an error stands for a key that is none of a line."""
    typed = iter(lines)

    def line(_: str) -> str:
        said = next(typed)
        if isinstance(said, KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        elif isinstance(said, BaseException):
            raise said
        return str(said)

    for kind in ("visible", "hidden"):
        monkeypatch.setattr(termui, f"{kind}_prompt_func", line)


@pytest.mark.parametrize(
    "ask", [lambda: asking.confirm("Pay?", yes=False), lambda: asking.secret("Password")], ids=["question", "password"]
)
def test_an_interrupt_ends_the_command_before_it_does_anything(monkeypatch: pytest.MonkeyPatch, ask: Ask) -> None:
    """Within a loop of asyncio too, which would only note it and take the next line for an answer."""
    types(monkeypatch, KeyboardInterrupt(), "y")
    done: list[str] = []

    async def act() -> None:
        ask()
        done.append("paid")

    with pytest.raises(click.exceptions.Exit) as caught:
        running.run(act())

    assert (caught.value.exit_code, done) == (130, [])


def test_the_loop_notes_interrupts_again_afterwards(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that is at work cancels it and shows what it has."""
    types(monkeypatch, "y")
    before = signal.getsignal(signal.SIGINT)

    asking.confirm("Pay?", yes=False)

    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize("said", ["n", "", EOFError()], ids=["no", "nothing", "the end of the input"])
def test_who_does_not_agree_disagrees(monkeypatch: pytest.MonkeyPatch, said: str | BaseException) -> None:
    """That is no interrupt, and has the exit code of a refusal."""
    types(monkeypatch, said)

    with pytest.raises(click.Abort):
        asking.confirm("Pay?", yes=False)


def test_who_agreed_beforehand_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """With --yes nobody needs to be there either."""
    monkeypatch.setattr(asking, "is_anybody_there", lambda: False)

    asking.confirm("Pay?", yes=True)


def test_where_nobody_can_be_asked_that_is_wrong_usage(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that stands in a pipe by chance is no consent."""
    monkeypatch.setattr(asking, "is_anybody_there", lambda: False)
    types(monkeypatch, "y")

    with pytest.raises(click.UsageError, match="--yes"):
        asking.confirm("Pay?", yes=False)


def test_a_new_secret_is_typed_twice(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    """A slip of the hand would lock its owner out; it begins again until both are the same."""
    types(monkeypatch, "hush", "husj", "hush", "hush")

    assert asking.secret("New password", is_new=True) == "hush"
    assert "do not match" in capsys.readouterr().err


def test_a_known_secret_is_typed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other side knows whether it is right; nothing is a secret too."""
    types(monkeypatch, "")

    assert asking.secret("Password") == ""
