# SPDX-License-Identifier: Apache-2.0
"""What Grafana is given."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from tools.dashboards.board import Board
from tools.dashboards.boards import every
from tools.dashboards.grafana import dashboard

BOARDS = pytest.mark.parametrize("board", every.ALL, ids=lambda board: board.name)


def _panels(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for panel in document["panels"]:
        yield panel
        yield from panel.get("panels", [])


@BOARDS
def test_panels_have_numbers_of_their_own(board: Board) -> None:
    """Grafana tells panels apart by their numbers."""
    numbers = [panel["id"] for panel in _panels(dashboard.document(board))]

    assert sorted(set(numbers)) == sorted(numbers)


@BOARDS
def test_panels_do_not_cover_each_other(board: Board) -> None:
    """Each cell of the grid belongs to one panel at most, and none is outside."""
    places = [panel["gridPos"] for panel in dashboard.document(board)["panels"]]
    cells = [
        cell
        for place in places
        for cell in itertools.product(
            range(place["x"], place["x"] + place["w"]), range(place["y"], place["y"] + place["h"])
        )
    ]

    assert len(set(cells)) == len(cells)
    assert max(x for x, _ in cells) < 24


@BOARDS
def test_everything_is_asked_of_the_chosen_data_source(board: Board) -> None:
    """No data source of ours is written into a panel, a target, a variable or a mark."""
    document = dashboard.document(board)
    asking = [panel for panel in _panels(document) if panel["type"] not in ("row", "text")]
    targets = [target for panel in asking for target in panel["targets"]]
    variables = document["templating"]["list"]

    assert {"type": "datasource", "name": "datasource"}.items() <= variables[0].items()
    for written in (*asking, *targets, *variables[1:], *document["annotations"]["list"]):
        assert written["datasource"] == {"type": "prometheus", "uid": "${datasource}"}


@BOARDS
def test_every_target_asks_something_by_a_letter_of_its_own(board: Board) -> None:
    """A panel's expressions are told apart, whole and written out."""
    for panel in _panels(dashboard.document(board)):
        targets = panel.get("targets", [])
        letters = [target["refId"] for target in targets]
        assert sorted(set(letters)) == letters
        assert [target for target in targets if not target["expr"] or "{@" in target["expr"]] == []


@BOARDS
def test_every_panel_says_what_it_shows(board: Board) -> None:
    """The sentences of the families stand in the corner of each panel."""
    silent = [
        panel["title"]
        for panel in _panels(dashboard.document(board))
        if panel.get("targets") and not panel["description"]
    ]

    assert silent == []


@BOARDS
def test_links_lead_to_dashboards(board: Board) -> None:
    """Rows of tables lead to dashboards that are there, with variables that those have."""
    known = {each.uid: {variable.name for variable in each.variables} for each in every.ALL}
    overrides = [
        property_
        for panel in _panels(dashboard.document(board))
        for override in panel.get("fieldConfig", {}).get("overrides", [])
        for property_ in override["properties"]
    ]
    links = [link["url"] for each in overrides if each["id"] == "links" for link in each["value"]]

    for link in links:
        target, _, query = link.removeprefix("/d/").partition("?")
        told = {part.partition("=")[0].removeprefix("var-") for part in query.split("&") if part.startswith("var-")}
        assert told <= known[target] | {"datasource"}
