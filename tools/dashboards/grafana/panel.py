# SPDX-License-Identifier: Apache-2.0
"""One panel: its frame, and what it asks."""

from __future__ import annotations

import string
from typing import Any

from tools.dashboards import names
from tools.dashboards import panel as panels
from tools.dashboards.board import Board
from tools.dashboards.grafana import fields, options
from tools.dashboards.layout import Place
from tools.dashboards.panel import Bars, Heat, Lines, Panel, Stat, States, Table, Text, World

DATA_SOURCE = {"type": "prometheus", "uid": "${datasource}"}
_TYPES: dict[type[Panel], str] = {
    Stat: "stat",
    Lines: "timeseries",
    Bars: "bargauge",
    Heat: "heatmap",
    States: "state-timeline",
    World: "geomap",
    Table: "table",
    Text: "text",
}


def document(board: Board, panel: Panel, place: Place) -> dict[str, Any]:
    """Return the panel as it stands in a dashboard, without its number."""
    written: dict[str, Any] = {
        "type": _TYPES[type(panel)],
        "title": panel.title,
        "description": description(panel),
        "gridPos": position(place),
        "options": options.of(panel),
    }
    if isinstance(panel, Text):
        return written | {"title": "", "transparent": True}
    written |= {
        "datasource": DATA_SOURCE,
        "targets": _targets(board, panel),
        "fieldConfig": {"defaults": fields.defaults(panel), "overrides": list(fields.overrides(panel))},
    }
    return written | ({"transformations": _transformations(panel)} if isinstance(panel, Table) else {})


def position(place: Place) -> dict[str, int]:
    """Return a place as Grafana names its sides."""
    return {"x": place.x, "y": place.y, "w": place.width, "h": place.height}


def description(panel: Panel) -> str:
    """Return the panel's own sentence and those of the families that it shows."""
    families = dict.fromkeys(name for text in panels.queries(panel).values() for name in sorted(names.named(text)))
    told = [f"* `{name}`: {names.sentences()[name]}" for name in families]
    return "\n".join([*([panel.sentence, ""] if panel.sentence else []), *told])


def _targets(board: Board, panel: Panel) -> list[dict[str, Any]]:
    asked = zip(string.ascii_uppercase, panels.queries(panel).items(), strict=False)
    return [_target(panel, letter, legend, board.scoped(text)) for letter, (legend, text) in asked]


def _target(panel: Panel, letter: str, legend: str, expression: str) -> dict[str, Any]:
    is_table, is_instant = isinstance(panel, Table | World), panels.is_instant(panel)
    shape = "table" if is_table else "heatmap" if isinstance(panel, Heat) else "time_series"
    return {
        "refId": letter,
        "datasource": DATA_SOURCE,
        "expr": expression,
        "legendFormat": legend or "__auto",
        "format": shape,
        "instant": is_instant,
        "range": not is_instant,
    }


def _transformations(panel: Table) -> list[dict[str, Any]]:
    values = {
        column.title: f"Value #{letter}" for letter, column in zip(string.ascii_uppercase, panel.columns, strict=False)
    }
    shown = [(column.label or values[column.title], column.title) for column in panel.columns]
    hidden = ["Time", *(values[column.title] for column in panel.columns if column.label)]
    order = [*panel.keys, *(source for source, _ in shown)]
    organize = {
        "excludeByName": dict.fromkeys(hidden, True),
        "indexByName": {source: index for index, source in enumerate(order)},
        "renameByName": dict(shown),
    }
    return [{"id": "merge", "options": {}}, {"id": "organize", "options": organize}]
