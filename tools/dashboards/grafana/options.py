# SPDX-License-Identifier: Apache-2.0
"""Each kind of panel's own options."""

from __future__ import annotations

import functools
from typing import Any

from tools.dashboards.panel import Bars, Heat, Lines, Panel, Stat, States, Table, Text, World

_LAST = {"calcs": ["lastNotNull"], "fields": "", "values": False}


@functools.singledispatch
def of(panel: Panel) -> dict[str, Any]:
    """Return what Grafana calls the panel's options."""
    raise TypeError(f"{type(panel).__name__} is no kind of panel that Grafana was told of")


@of.register
def _(panel: Stat) -> dict[str, Any]:
    return {
        "reduceOptions": _LAST,
        "textMode": "name" if panel.label else "value",
        "colorMode": "value",
        "graphMode": "area" if panel.has_trend else "none",
        "justifyMode": "auto",
    }


@of.register
def _(_: Lines) -> dict[str, Any]:
    legend = {"showLegend": True, "displayMode": "list", "placement": "bottom", "calcs": []}
    return {"legend": legend, "tooltip": {"mode": "multi", "sort": "desc"}}


@of.register
def _(_: Bars) -> dict[str, Any]:
    return {
        "orientation": "horizontal",
        "displayMode": "basic",
        "valueMode": "color",
        "reduceOptions": _LAST,
        "showUnfilled": True,
    }


@of.register
def _(panel: Heat) -> dict[str, Any]:
    return {
        "calculate": False,
        "cellGap": 1,
        "color": {"mode": "scheme", "scheme": "Oranges", "steps": 64, "reverse": False},
        "filterValues": {"le": 1e-9},
        "rowsFrame": {"layout": "le"},
        "yAxis": {"unit": panel.unit, "axisPlacement": "left"},
        "legend": {"show": False},
        "tooltip": {"mode": "single", "yHistogram": True},
    }


@of.register
def _(_: States) -> dict[str, Any]:
    return {
        "showValue": "never",
        "mergeValues": True,
        "rowHeight": 0.85,
        "legend": {"showLegend": False, "displayMode": "list", "placement": "bottom", "calcs": []},
        "tooltip": {"mode": "single", "sort": "none"},
    }


@of.register
def _(panel: Table) -> dict[str, Any]:
    return {"showHeader": True, "cellHeight": "sm", "sortBy": [{"displayName": panel.keys[-1], "desc": False}]}


@of.register
def _(panel: Text) -> dict[str, Any]:
    return {"mode": "markdown", "content": panel.markdown}


@of.register
def _(_: World) -> dict[str, Any]:
    size = {"field": "Value", "min": 4, "max": 24}
    style = {"size": size, "color": {"field": "Value"}, "opacity": 0.6, "symbol": {"mode": "fixed", "fixed": "dot"}}
    layer = {
        "type": "markers",
        "name": "peers",
        "config": {"style": style, "showLegend": False},
        "location": {"mode": "lookup", "lookup": "country", "gazetteer": "public/gazetteer/countries.json"},
        "tooltip": True,
    }
    return {
        "view": {"id": "zero", "lat": 20, "lon": 0, "zoom": 1},
        "basemap": {"type": "default", "name": "world"},
        "layers": [layer],
        "controls": {"showZoom": True, "mouseWheelZoom": False, "showAttribution": True},
        "tooltip": {"mode": "details"},
    }
