# SPDX-License-Identifier: Apache-2.0
"""How values look: units, thresholds, words in place of numbers, colors of single series, links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tools.dashboards.panel import (
    Bars,
    Color,
    Column,
    Lines,
    Panel,
    Stat,
    States,
    Step,
    Table,
    Unit,
    Word,
    World,
)


def defaults(panel: Panel) -> dict[str, Any]:
    """Return what holds for all values of a panel."""
    match panel:
        case Lines():
            return _unit(panel.unit) | {"color": {"mode": "palette-classic"}, "custom": _line(panel)} | _floor(panel)
        case Stat():
            named = {"displayName": f"${{__field.labels.{panel.label}}}"} if panel.label else {}
            return _unit(panel.unit) | _colored(panel.steps, panel.words) | named
        case States():
            return _colored(panel.steps, panel.words) | {"custom": {"fillOpacity": 75, "lineWidth": 0}}
        case Bars() | World():
            return _unit(panel.unit) | {"color": {"mode": "continuous-BlPu"}, "min": 0}
        case _:
            return _unit(panel.unit)


def overrides(panel: Panel) -> Iterator[dict[str, Any]]:
    """Yield what differs for single series or columns."""
    match panel:
        case Lines():
            for name, color in panel.colors.items():
                yield _override(name, {"color": {"mode": "fixed", "fixedColor": color}})
        case Table():
            yield from (_override(column.title, _cells(column)) for column in panel.columns)
            if panel.opens:
                yield _override(panel.keys[-1], {"links": [_link(panel)]})
        case _:
            return


def _unit(unit: Unit) -> dict[str, Any]:
    return {"unit": str(unit)}


def _floor(panel: Lines) -> dict[str, Any]:
    return {"min": 0} if panel.starts_at_zero else {}


def _line(panel: Lines) -> dict[str, Any]:
    return {
        "drawStyle": "line",
        "lineInterpolation": "stepAfter" if panel.is_stair else "linear",
        "lineWidth": 1 if panel.is_stacked else 2,
        "fillOpacity": panel.fill_percent,
        "showPoints": "never",
        "spanNulls": False,
        "stacking": {"mode": "normal" if panel.is_stacked else "none", "group": "A"},
    }


def _colored(steps: Iterable[Step], words: Mapping[int, Word]) -> dict[str, Any]:
    written = [{"color": step.color, "value": step.value} for step in steps]
    base = {"color": written[0]["color"] if written else Color.BLUE, "value": None}
    return {
        "color": {"mode": "thresholds"},
        "thresholds": {"mode": "absolute", "steps": [base, *written[1:]]},
        "mappings": _mappings(words),
    }


def _mappings(words: Mapping[int, Word]) -> list[dict[str, Any]]:
    options = {
        str(value): {"text": word.text, "color": word.color, "index": index}
        for index, (value, word) in enumerate(words.items())
    }
    return [{"type": "value", "options": options}] if options else []


def _cells(column: Column) -> dict[str, Any]:
    if not (column.words or column.steps):
        return _unit(column.unit)
    colored = {"custom.cellOptions": {"type": "color-text"}}
    return _unit(column.unit) | _colored(column.steps, column.words) | colored


def _override(name: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    written = [{"id": key, "value": value} for key, value in properties.items()]
    return {"matcher": {"id": "byName", "options": name}, "properties": written}


def _link(panel: Table) -> dict[str, Any]:
    chosen = "&".join(f"var-{key}=${{__data.fields.{key}}}" for key in panel.keys)
    url = f"/d/monero-{panel.opens}?var-datasource=${{datasource}}&{chosen}&${{__url_time_range}}"
    return {"title": f"open the dashboard {panel.opens}", "url": url}
