# SPDX-License-Identifier: Apache-2.0
"""Where a password comes from."""

import io
import types
from pathlib import Path

import click
import pytest

from aiomonero.cli.session import asking, secrets


def read(source: str | None, **environment: str) -> str:
    """Ask for a secret in the way of the command."""
    return secrets.read(source, environment, "SECRET", "password")


def test_a_file_gives_its_content_without_the_last_line_end(tmp_path: Path) -> None:
    """Editors end a file with a new line that is no part of the password; blanks are."""
    file = tmp_path / "password"
    file.write_text(" s3cret \n")

    assert read(str(file), SECRET="other") == " s3cret "


def test_without_a_file_the_variable_counts() -> None:
    """An empty variable is an empty password, not a missing one."""
    assert (read(None, SECRET="s"), read(None, SECRET="")) == ("s", "")


@pytest.mark.parametrize(
    ("content", "problem"), [(None, "cannot read"), (b"\xff\n", "cannot read"), (b"x" * 65537, "is longer than")]
)
def test_a_file_that_holds_no_secret_is_told(tmp_path: Path, content: bytes | None, problem: str) -> None:
    """The file is named, its content is not."""
    file = tmp_path / "password"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(click.UsageError, match=problem):
        read(str(file))


def test_without_anybody_to_ask_it_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program has no terminal to type at."""
    monkeypatch.setattr(asking, "is_anybody_there", lambda: False)

    with pytest.raises(click.UsageError, match="SECRET"):
        read(None)


def test_standard_input_holds_one_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who reads it again gets nothing, and nothing is a password that opens a wallet to everybody."""
    monkeypatch.setattr("sys.stdin", types.SimpleNamespace(buffer=io.BytesIO(b"s3cret\n")))

    with click.Context(click.Command("change")):
        first = read("-")
        with pytest.raises(click.UsageError, match="standard input"):
            read("-")

    assert first == "s3cret"


def test_somebody_is_asked_for_it_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """A prompt begins with a capital letter, and says what it wants; a new secret is asked for as one."""
    monkeypatch.setattr(asking, "is_anybody_there", lambda: True)
    monkeypatch.setattr(asking, "secret", lambda title, *, is_new: f"{title} {is_new}")

    assert secrets.read(None, {}, "SECRET", "new password", is_new=True) == "New password True"
    assert read(None) == "Password False"
