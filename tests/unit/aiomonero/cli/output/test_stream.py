# SPDX-License-Identifier: Apache-2.0
"""Values that come one after another."""

import dataclasses
import io

import pytest

from aiomonero.cli.output import show, stream, table
from aiomonero.cli.output.stream import Moment


@dataclasses.dataclass
class Wish:
    """What was asked for."""

    as_json: bool = False
    shorten_addresses: bool = False


MOMENTS = [
    Moment({"height": 1}, "height 1"),
    Moment({"height": 1}, "height 1", is_old=True),
    Moment({"height": 2}, "height 2\nevil \x1b[2J"),
]


def test_each_moment_has_its_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """What is not new is left out, and nothing that others wrote steers the terminal."""
    with stream.shown(Wish()) as tell:
        for moment in MOMENTS:
            tell(moment)

    assert capsys.readouterr().out.splitlines() == ["height 1", "height 2", "evil \N{REPLACEMENT CHARACTER}[2J"]


def test_a_program_gets_a_line_of_json_each(capsys: pytest.CaptureFixture[str]) -> None:
    """One document per line, as soon as it is there."""
    with stream.shown(Wish(as_json=True)) as tell:
        for moment in MOMENTS:
            tell(moment)

    assert capsys.readouterr().out.splitlines() == ['{"height":1}', '{"height":2}']


def test_on_a_terminal_the_picture_is_renewed_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also for what is not new: ages go on."""
    from rich.console import Console

    out = Console(force_terminal=True, width=40, record=True, file=io.StringIO())
    monkeypatch.setattr(show, "console", lambda: out)
    views: list[int] = []

    def view(height: int) -> table.View:
        def draw(_: table.Style) -> str:
            views.append(height)
            return f"height {height}"

        return draw

    with stream.shown(Wish()) as tell:
        for height in (1, 1, 2):
            tell(Moment({}, "never seen", view(height), is_old=height == 1))

    assert views == [1, 1, 2]
    text = out.export_text()
    assert "height 2" in text
    assert "never seen" not in text
