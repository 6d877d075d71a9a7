# SPDX-License-Identifier: Apache-2.0
"""What of a dashboard a picture has."""

from collections.abc import Callable

from tools.dashboards.board import Board, Row
from tools.dashboards.panel import Column, Lines, Panel, Table, Text
from tools.pictures import page, shown
from tools.pictures.answers import Answers, Named
from tools.pictures.prometheus import Series, Window

ALERTS = Lines("Alerts", {"": "count(ALERTS{@})"})
HEIGHT = Lines("Height", {"": "monero_info_height{@}"})
WORDS = Text("About", markdown="Words.")
TABLE = Table("Nodes", keys=("cluster", "instance"), columns=(Column("up", "up{@}"), Column("ready", "x")), height=8)
ROW = Row("Row", (ALERTS, HEIGHT, WORDS, TABLE))
BOARD = Board("board", "Monero / Board", "", (), (ROW,))


def _answering(*instances: str) -> Callable[[Panel], Answers]:
    """Answer every panel with a series of each instance."""
    series = tuple(Named("", "up", Series({"instance": name}, ((0.0, 1.0),))) for name in instances)
    return lambda _: Answers(Window(0.0, 60.0, 5.0), series)


def _titles(row: Row) -> list[str]:
    return [panel.title for panel in row.panels]


def test_what_is_empty_for_a_reason_is_left_out() -> None:
    """Nothing fires while all is well; a height that is not there is something to see."""
    (row,) = shown.rows(BOARD, BOARD.rows, _answering())

    assert _titles(row) == ["Height", "About", "Nodes"]


def test_what_has_data_is_shown() -> None:
    """An alert that fires is drawn like anything else."""
    (row,) = shown.rows(BOARD, BOARD.rows, _answering("node-0"))

    assert _titles(row) == _titles(ROW)


def test_a_table_is_as_high_as_its_rows() -> None:
    """And never higher than in Grafana, which scrolls."""
    (few,) = shown.rows(BOARD, BOARD.rows, _answering("node-0", "node-1"))
    (many,) = shown.rows(BOARD, BOARD.rows, _answering(*(f"node-{index}" for index in range(99))))

    assert [few.panels[-1].height, many.panels[-1].height] == [4, 8]


def test_a_label_that_nobody_has_is_no_column() -> None:
    """Outside Kubernetes there is no namespace to head a column."""
    picture = page.draw(page.Page(BOARD, BOARD.rows, {}, Window(0.0, 60.0, 5.0), mark="0123"), _answering("node-0"))

    assert ">instance<" in picture
    assert ">cluster<" not in picture
    assert "<metadata>0123</metadata>" in picture
