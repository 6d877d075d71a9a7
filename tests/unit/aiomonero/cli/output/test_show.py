# SPDX-License-Identifier: Apache-2.0
"""How an answer reaches standard output: long texts whole, and nobody's words as commands."""

import dataclasses
import json

import pytest

from aiomonero.cli.output import show, table

LONG = "ab" * 20_000


@dataclasses.dataclass(frozen=True)
class Wish:
    """How the answer is shown."""

    as_json: bool = False
    shorten_addresses: bool = False
    full_hashes: bool = False


def shown(capsys: pytest.CaptureFixture[str], answer: object, *, as_json: bool = False) -> str:
    """Show an answer, and return what was printed."""
    show.show(answer, Wish(as_json))
    return capsys.readouterr().out


@pytest.mark.parametrize("answer", [LONG, show.Answer({}, lambda _: LONG)], ids=["plain", "with a view"])
def test_a_long_text_stays_in_one_line(capsys: pytest.CaptureFixture[str], answer: object) -> None:
    """What one command prints another one reads."""
    assert shown(capsys, answer) == LONG + "\n"


@pytest.mark.parametrize(
    "answer",
    [
        "[/b] [red]x\x1b[2J",
        show.Answer({}, lambda _: "[/b] [red]x\x1b[2J"),
        show.Answer({}, lambda style: table.fields({"said": "[/b] [red]x\x1b[2J"}, style)),
        show.listed(["[/b] [red]x\x1b[2J"], table.Column("said", str)),
    ],
    ids=["plain", "with a view", "a field", "a row"],
)
def test_words_of_a_server_are_neither_markup_nor_control_characters(
    capsys: pytest.CaptureFixture[str], answer: object
) -> None:
    """They are shown as they are, less what a terminal would obey."""
    assert "[/b] [red]x\N{REPLACEMENT CHARACTER}[2J" in shown(capsys, answer)


def test_no_word_becomes_a_picture(capsys: pytest.CaptureFixture[str]) -> None:
    """A label of a wallet may hold colons."""
    assert ":smile:" in shown(capsys, {"label": ":smile:"})


def test_lines_of_a_view_stay_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """An address and what is to know about it, below each other."""
    assert shown(capsys, show.Answer({}, lambda _: "one\ntwo")) == "one\ntwo\n"


def test_done_is_a_sentence_and_a_status(capsys: pytest.CaptureFixture[str]) -> None:
    """People and programs are told alike."""
    assert shown(capsys, show.done("saved")) == "saved\n"
    assert json.loads(shown(capsys, show.done("saved"), as_json=True)) == {"status": "OK"}
    assert shown(capsys, None) == ""
