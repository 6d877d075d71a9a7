# SPDX-License-Identifier: Apache-2.0
"""What the dashboards show: only what exists, and all that matters."""

import re

import pytest

from monero_exporter.catalogue import families
from tools.dashboards import board as boards
from tools.dashboards import filled, names
from tools.dashboards import panel as panels
from tools.dashboards.board import Board
from tools.dashboards.boards import every, unshown
from tools.dashboards.panel import Table

SCOPED = re.compile(r"\{@[,}]")
SET = {"cluster": "", "namespace": "research", "set": "nodes"}
ONE = SET | {"instance": "node-0", "job": "monero-operator"}
KEPT = re.compile(r"\b(?:by|on) \(([^)]*)\)")
NAMED = re.compile(r"\{\{(\w+)\}\}")
OF_WHOM = ("cluster", "namespace", "set", "instance")
BOARDS = pytest.mark.parametrize("board", every.ALL, ids=lambda board: board.name)


def _written(board: Board) -> list[str]:
    asked = [text for panel in board.panels for text in panels.queries(panel).values()]
    return [*asked, *(event.expression for event in board.events)]


@BOARDS
def test_only_known_metrics_are_named(board: Board) -> None:
    """No expression names a metric that nobody serves."""
    unknown = {name for text in _written(board) for name in names.named(text)} - set(names.sentences())

    assert set() == unknown


@BOARDS
def test_every_metric_is_narrowed(board: Board) -> None:
    """Each metric of each expression is asked for with the dashboard's variables."""
    loose = [text for text in _written(board) if text.count("{") != len(SCOPED.findall(text))]

    assert loose == []
    assert [text for text in _written(board) if "{@" not in text] == []


@BOARDS
def test_no_variable_is_dead(board: Board) -> None:
    """Each variable changes at least one expression."""
    text = "".join(map(board.scoped, _written(board)))

    assert [variable.name for variable in board.variables if f"${variable.name}" not in text] == []


@BOARDS
def test_choices_are_of_known_metrics(board: Board) -> None:
    """What a variable can be is read from a metric that exists, and that has the label or gets it from its target."""
    labels = {family.name: (*family.labels, *(("quantile",) if family.quantiles else ())) for family in families.ALL}
    of_target = {"cluster", "job", "namespace", "set", "instance"}

    for variable in board.variables:
        assert variable.family in names.sentences()
        assert variable.name in of_target.union(labels.get(variable.family, ()))


def test_a_variable_is_narrowed_by_those_before_it() -> None:
    """The instances to choose from are those of the chosen namespace and set."""
    node = next(board for board in every.ALL if board.name == "node")
    instance = next(variable for variable in node.variables if variable.name == "instance")

    assert boards.choices(node, instance) == (
        'label_values(monero_up{cluster="$cluster", namespace="$namespace", set="$set"}, instance)'
    )


@BOARDS
def test_every_variable_can_be_filled(board: Board) -> None:
    """Nothing is left to fill in what a check sends to Prometheus."""
    asked = [*filled.expressions(board, ONE), *filled.events(board, ONE)]

    assert [each for each in asked if "$" in each.expression or "{@" in each.expression] == []


def test_a_variable_of_one_value_needs_it() -> None:
    """The dashboard about a node is not asked about all of them by mistake."""
    node = next(board for board in every.ALL if board.name == "node")

    with pytest.raises(KeyError, match="instance"):
        list(filled.expressions(node, SET))


def _missing(board: Board, labels: set[str]) -> set[str]:
    """Return the labels without which something would be taken for what has the same name elsewhere."""
    several = [each.name for each in board.variables if each.name in OF_WHOM[:-1] and not each.is_one]
    wanted = {"set": several[: several.index("set")] if "set" in several else [], "instance": several}
    return {each for label in labels & wanted.keys() for each in wanted[label]} - labels


@BOARDS
def test_nobody_is_taken_for_another_of_the_same_name(board: Board) -> None:
    """What is told by instance or set is told by namespace and cluster, unless these have one value here."""
    for panel in board.panels:
        for legend, expression in panels.queries(panel).items():
            kept = [set(found.split(", ")) for found in KEPT.findall(expression)]
            assert [labels for labels in kept if _missing(board, labels)] == [], expression
            # A pod's name is told apart by its namespace already.
            assert isinstance(panel, Table) or _missing(board, set(NAMED.findall(legend))) <= {"set"}, panel.title


@BOARDS
def test_marks_look_back_over_several_scrapes(board: Board) -> None:
    """A window as long as Grafana's step may hold one sample only, in which nothing changes."""
    assert [event for event in board.events if "[5m]" not in event.expression] == []


def test_every_family_is_shown_or_a_reason_stands_why_not() -> None:
    """A family that is added is thought of here."""
    shown = {name for board in every.ALL for text in _written(board) for name in names.named(text)}
    missing = {family.name for family in families.ALL} - shown

    assert missing == set(unshown.REASONS)


@BOARDS
def test_titles_are_told_apart(board: Board) -> None:
    """No two panels of a row have the same kind and title."""
    for row in board.rows:
        titles = [(type(panel), panel.title) for panel in row.panels]
        assert len(titles) == len(set(titles))


@BOARDS
def test_tables_have_what_grafana_merges_by(board: Board) -> None:
    """Each column keeps the keys, and there are two at least: Grafana names the values of one alone otherwise."""
    for table in (panel for panel in board.panels if isinstance(panel, Table)):
        assert len(table.columns) >= 2
        for column in table.columns:
            kept = "by (" + ", ".join([*table.keys, *([column.label] if column.label else [])])
            assert kept in column.expression
