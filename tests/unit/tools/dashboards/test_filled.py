# SPDX-License-Identifier: Apache-2.0
"""Expressions as Prometheus takes them."""

import pytest

from tools.dashboards import filled, silent
from tools.dashboards.board import Board, Event, Row, Variable
from tools.dashboards.filled import Filled
from tools.dashboards.panel import Color, Column, Stat, Table

BOARD = Board(
    "board",
    "Board",
    "",
    (Variable("set", "up"), Variable("instance", "up", is_one=True), Variable("quantile", "up", chosen=("0.5", "0.9"))),
    (
        Row("", (Stat("Up", {"": "max(up{@})"}),)),
        Row("More", (Table("Sets", columns=(Column("rate", 'rate(up{@, a=~"b|c"}[$__rate_interval])'),)),)),
    ),
    (Event("restart", "changes(up{@}[${__range}])", Color.BLUE),),
)
ALL = 'set=~".*", instance="node-0", quantile=~"0.5|0.9"'


def test_all_panels_are_asked_with_their_variables() -> None:
    """What nobody chose stands for everything, or for what the dashboard starts with; tables are asked by column."""
    asked = list(filled.expressions(BOARD, {"instance": "node-0", "__rate_interval": "20s"}))

    assert asked == [
        Filled("board", "Up", "", f"max(up{{{ALL}}})"),
        Filled("board", "Sets", "rate", f'rate(up{{{ALL}, a=~"b|c"}}[20s])'),
    ]


def test_marks_are_asked_the_same_way() -> None:
    """Braces around a variable's name are Grafana's other way to write it."""
    (asked,) = filled.events(BOARD, {"instance": "node-0"})

    assert asked == Filled("board", "restart", "", f"changes(up{{{ALL}}}[1h])")


def test_a_chosen_value_beats_everything() -> None:
    """A check may look at one set."""
    first = next(filled.expressions(BOARD, {"instance": "node-0", "set": "nodes"}))

    assert 'set=~"nodes"' in first.expression


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("sum(monero_p2pool_up{a})", "no p2pool runs there"),
        ("max(monero_hard_fork_next_height{a})", "regtest plans no further rules"),
        ("max(monero_up{a})", ""),
        ("max(monero_p2p_connections{a})", ""),
    ],
)
def test_a_panel_may_be_empty_for_a_reason(expression: str, reason: str) -> None:
    """By the families that it names, and for no other panel."""
    assert silent.reason(Filled("board", "panel", "", expression)) == reason
