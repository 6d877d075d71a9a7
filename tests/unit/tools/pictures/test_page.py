# SPDX-License-Identifier: Apache-2.0
"""Dashboards as pictures."""

from xml.etree import ElementTree as ET

import pytest

from tools.dashboards import panel as panels
from tools.dashboards.board import Board, Row
from tools.dashboards.boards import every
from tools.dashboards.panel import YES_NO, Color, Heat, Lines, Panel, Stat, States, Step, Table, Text
from tools.pictures import page, theme
from tools.pictures.answers import Answers, Named
from tools.pictures.page import Page
from tools.pictures.prometheus import Series, Window

WINDOW = Window(0.0, 60.0, 5.0)
LABELS = {
    "instance": "node-0",
    "set": "nodes",
    "namespace": "here",
    "version": "0.18.4.0",
    "le": "0.5",
    "country": "IS",
}


def _answers(panel: Panel, *values: float, labels: dict[str, str] | None = None) -> Answers:
    points = tuple((index * WINDOW.step, value) for index, value in enumerate(values))
    series = Series(LABELS | (labels or {}), points)
    return Answers(WINDOW, tuple(Named(asked or panel.title, asked, series) for asked in panels.queries(panel)))


def _picture(panel: Panel, *values: float, labels: dict[str, str] | None = None) -> str:
    board = Board("board", "Monero / Board", "", (), (Row("", (panel,)),))
    drawn = Page(board, board.rows, {}, WINDOW)
    return page.draw(drawn, lambda _: _answers(panel, *values, labels=labels) if values else Answers(WINDOW, ()))


def _texts(picture: str) -> list[str]:
    return ["".join(each.itertext()) for each in ET.fromstring(picture).findall(".//{*}text")]


@pytest.mark.parametrize("board", every.ALL, ids=lambda board: board.name)
def test_every_panel_of_every_dashboard_can_be_drawn(board: Board) -> None:
    """All kinds of panels are known, and what comes out is XML that names each of them."""
    picture = page.draw(Page(board, board.rows, {}, WINDOW), lambda panel: _answers(panel, 1.0, 2.0, 0.0))

    words = " ".join(_texts(picture))
    assert [panel.title for panel in board.panels if panel.title not in words and not isinstance(panel, Text)] == []


@pytest.mark.parametrize("board", every.ALL, ids=lambda board: board.name)
def test_titles_are_not_cut(board: Board) -> None:
    """Each is as short as its panel is narrow, in a picture and so in Grafana."""
    texts = _texts(page.draw(Page(board, board.rows, {}, WINDOW), lambda _: Answers(WINDOW, ())))

    assert [text for text in texts if text.endswith("…")] == []


def test_a_panel_without_answer_says_so() -> None:
    """As Grafana does."""
    assert "No data" in _texts(_picture(Lines("Height", {"height": "x"})))


def test_a_number_has_the_color_of_the_step_it_reached() -> None:
    """Red from 3 on."""
    stat = Stat("Lag", {"": "x"}, steps=(Step(0, Color.GREEN), Step(3, Color.RED)))

    assert theme.color(Color.GREEN) in _picture(stat, 2.0)
    assert theme.color(Color.RED) in _picture(stat, 3.0)


def test_a_stat_tells_the_last_value_or_its_label() -> None:
    """A version is a label; a number is the newest one."""
    assert "7" in _texts(_picture(Stat("Peers", {"": "x"}), 5.0, 7.0))
    assert "0.18.4.0" in _texts(_picture(Stat("Version", {"": "x"}, label="version"), 1.0))


def test_silence_parts_a_line() -> None:
    """No line is drawn where nobody answered."""
    panel = Lines("Peers", {"peers": "x"})
    points = ((0.0, 1.0), (5.0, 2.0), (40.0, 3.0), (45.0, 1.0))
    answers = Answers(WINDOW, (Named("peers", "peers", Series({}, points)),))
    board = Board("board", "Monero / Board", "", (), (Row("", (panel,)),))

    picture = page.draw(Page(board, board.rows, {}, WINDOW), lambda _: answers)

    assert picture.count(f'fill="none" stroke="{theme.of_series(0)}"') == 2


def test_lanes_have_the_colors_of_words() -> None:
    """A lane is as long as a state lasts, and the words stand below."""
    picture = _picture(States("Ready", {"node": "x"}, words=YES_NO), 1.0, 1.0, 0.0, 0.0, 1.0)

    assert picture.count(f'fill="{theme.color(Color.GREEN)}"') == 3
    assert picture.count(f'fill="{theme.color(Color.RED)}"') == 2
    assert {"yes", "no", "node"} <= set(_texts(picture))


def test_a_row_of_a_table_has_its_keys_and_values() -> None:
    """Each column finds its cell by the keys."""
    column = panels.Column("height", "x", panels.Unit.WHOLE)
    table = Table("Nodes", keys=("set", "instance"), columns=(column, panels.Column("ready", "y", words=YES_NO)))

    assert _texts(_picture(table, 1.0))[-4:] == ["nodes", "node-0", "1", "yes"]


def test_a_histogram_is_drawn_by_what_is_in_each_bucket() -> None:
    """Moments in which nothing was counted stay dark."""
    brightest = f'fill="{theme.HEAT[-1]}"'
    heat = Heat("Delay", {"{{le}}": "x"})

    assert _picture(heat, 0.0, 4.0, 0.0).count(brightest) == 1
    assert _picture(heat, 0.0, 0.0, 0.0).count(brightest) == 0


def test_names_cannot_break_the_picture() -> None:
    """What a label says is written, not read."""
    panel = Stat("Version", {"": "x"}, label="version")

    assert "<&>" in _texts(_picture(panel, 1.0, labels={"version": "<&>"}))
