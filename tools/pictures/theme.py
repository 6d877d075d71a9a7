# SPDX-License-Identifier: Apache-2.0
"""Colors and sizes, after Grafana's dark theme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tools.dashboards.panel import Color, Step, Word

CANVAS = "#111217"
PANEL = "#181b1f"
BORDER = "#25282e"
GRID = "#26292e"
TEXT = "#ccccdc"
STRONG = "#e6e7ef"
FAINT = "#8e8fa0"
ACCENT = "#ff9830"
LINK = "#6e9fff"
PLAIN = "#8ab8ff"
"""Of a number that is neither good nor bad."""

TITLE_SIZE = 13
LABEL_SIZE = 11

_COLORS = {
    Color.GREEN: "#73bf69",
    Color.YELLOW: "#fade2a",
    Color.ORANGE: "#ff9830",
    Color.RED: "#f2495c",
    Color.BLUE: "#5794f2",
    Color.PURPLE: "#b877d9",
    Color.GRAY: "#6e7687",
    Color.NONE: STRONG,
}
_SERIES = (
    "#73bf69", "#f2cc0c", "#5794f2", "#ff780a", "#f2495c", "#b877d9", "#33a2e5", "#a352cc", "#96d98d", "#ffa6b0",
)  # fmt: skip
HEAT = ("#2b1d12", "#4d2a10", "#7a3d0f", "#a8520f", "#d4690f", "#f58b1f", "#ffad52", "#ffd08f", "#ffe9c7")


def color(name: Color) -> str:
    """Return a color that Grafana has a name for."""
    return _COLORS[name]


def of_series(index: int) -> str:
    """Return the color of a series that nobody chose one for."""
    return _SERIES[index % len(_SERIES)]


def of_value(value: float, steps: Iterable[Step], words: Mapping[int, Word], *, otherwise: str = STRONG) -> str:
    """Return the color of a value: that of its word, or of the last step that it reached."""
    if value in words:
        return color(words[int(value)].color)
    reached = [step.color for step in steps if value >= step.value]
    return color(reached[-1]) if reached else otherwise
