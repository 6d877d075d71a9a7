# SPDX-License-Identifier: Apache-2.0
"""Where panels stand."""

from tools.dashboards import layout
from tools.dashboards.board import Row
from tools.dashboards.layout import Place
from tools.dashboards.panel import Lines


def test_panels_are_set_from_left_to_right_and_wrap() -> None:
    """A panel that does not fit goes below the highest of its line."""
    row = Row("", (Lines("a", width=12, height=4), Lines("b", width=8, height=6), Lines("c", width=8, height=2)))

    (placed,) = layout.rows([row])

    assert [Place(0, 0, 12, 4), Place(12, 0, 8, 6), Place(0, 6, 8, 2)] == [place for _, place in placed.panels]


def test_a_headline_takes_a_line() -> None:
    """What follows a row stands below its lowest panel, and panels below their headline."""
    first, second = layout.rows([Row("one", (Lines("a", height=4),)), Row("two", (Lines("b"),))])

    assert Place(0, 0, 24, 1) == first.headline
    assert first.panels[0][1].y == 1
    assert Place(0, 5, 24, 1) == second.headline


def test_a_closed_row_takes_its_headline_only() -> None:
    """Grafana makes room when it is opened."""
    closed, after = layout.rows([Row("one", (Lines("a", height=4),), is_closed=True), Row("two", (Lines("b"),))])

    assert Place(0, 1, 8, 4) == closed.panels[0][1]
    assert Place(0, 1, 24, 1) == after.headline
