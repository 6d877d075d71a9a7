# SPDX-License-Identifier: Apache-2.0
"""A whole dashboard: its head, variables, marks, links, and its panels on the grid."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from tools.dashboards import board as boards
from tools.dashboards import layout
from tools.dashboards.board import Board, Event, Variable
from tools.dashboards.grafana import panel as panels
from tools.dashboards.layout import Placed

SCHEMA_VERSION = 39
TAG = "monero"
_ALL = {"text": ["All"], "value": ["$__all"]}
_ON_TIME_RANGE_CHANGE = 2
_ALPHABETICALLY = 1


def document(board: Board) -> dict[str, Any]:
    """Return the dashboard as Grafana imports it."""
    return {
        "uid": board.uid,
        "title": board.title,
        "description": board.sentence,
        "tags": [TAG],
        "schemaVersion": SCHEMA_VERSION,
        "editable": True,
        "graphTooltip": 1,
        "refresh": "30s",
        "time": {"from": "now-3h", "to": "now"},
        "timezone": "browser",
        "annotations": {"list": [_event(board, event) for event in board.events]},
        "links": [_menu()],
        "templating": {"list": [_data_source(), *(_variable(board, each) for each in board.variables)]},
        "panels": list(_panels(board)),
    }


def _menu() -> dict[str, Any]:
    return {
        "type": "dashboards",
        "title": "Monero",
        "tags": [TAG],
        "asDropdown": True,
        "includeVars": True,
        "keepTime": True,
        "icon": "external link",
    }


def _data_source() -> dict[str, Any]:
    return {"type": "datasource", "name": "datasource", "label": "data source", "query": "prometheus"}


def _variable(board: Board, variable: Variable) -> dict[str, Any]:
    question = boards.choices(board, variable)
    written: dict[str, Any] = {
        "type": "query",
        "name": variable.name,
        "label": variable.name,
        "datasource": panels.DATA_SOURCE,
        "definition": question,
        "query": {"query": question, "refId": variable.name},
        "refresh": _ON_TIME_RANGE_CHANGE,
        "sort": _ALPHABETICALLY,
    }
    if variable.is_one:
        return written
    chosen = {"text": list(variable.chosen), "value": list(variable.chosen)} if variable.chosen else _ALL
    return written | {"multi": True, "includeAll": True, "allValue": boards.EVERYTHING, "current": chosen}


def _event(board: Board, event: Event) -> dict[str, Any]:
    return {
        "name": event.title,
        "datasource": panels.DATA_SOURCE,
        "enable": True,
        "expr": board.scoped(event.expression),
        "iconColor": event.color,
        "titleFormat": event.title,
        "textFormat": "{{instance}}",
    }


def _panels(board: Board) -> Iterator[dict[str, Any]]:
    numbers = itertools.count(1)
    for placed in layout.rows(board.rows):
        inner = [panels.document(board, *each) | {"id": next(numbers)} for each in placed.panels]
        if placed.row.title:
            yield _headline(placed, inner) | {"id": next(numbers)}
        if not placed.row.is_closed:
            yield from inner


def _headline(placed: Placed, inner: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "type": "row",
        "title": placed.row.title,
        "collapsed": placed.row.is_closed,
        "gridPos": panels.position(placed.headline),
        "panels": inner if placed.row.is_closed else [],
    }
