# SPDX-License-Identifier: Apache-2.0
"""A crawl as a picture: bars of each section. Sole importer of matplotlib, which comes with the extra `chart`."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aiomonero.p2p.report import Report, Section

SUFFIXES = (".svg", ".png")
MOST_BARS = 12

_REACHABLE, _OTHERS, _INK = "#f26822", "#d0d0d0", "#4c4c4c"
_COLUMNS = 2
_PANEL_INCHES = (6.4, 3.4)
_SALT = "aiomonero"
"""Makes the names of elements inside an SVG the same each time, so that equal crawls give equal files."""


def require() -> None:
    """Raise ModuleNotFoundError, saying what to install, where pictures cannot be drawn."""
    if importlib.util.find_spec("matplotlib") is None:
        raise ModuleNotFoundError("pictures need an extra: pip install 'aiomonero[chart]'", name="matplotlib")


def draw(report: Report, path: Path) -> None:
    """Write a picture, its format by the suffix."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    sections = [section for section in report.sections if section.rows]
    lines = max(1, -(-len(sections) // _COLUMNS))
    width, height = _PANEL_INCHES
    with mpl.rc_context({"svg.hashsalt": _SALT, "font.size": 9, "svg.fonttype": "none"}):
        figure = Figure(figsize=(width * _COLUMNS, height * lines + 0.8), layout="constrained")
        figure.suptitle(title(report))
        panels = figure.subplots(lines, _COLUMNS, squeeze=False).flat
        for panel, section in zip(panels, [*sections, *[None] * (lines * _COLUMNS - len(sections))], strict=True):
            _fill(panel, section)
        figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)


def title(report: Report) -> str:
    """Return the crawl in one line."""
    return f"{report.reachable:,} of {report.visited:,} peers answered, at height {report.height:,}"


def bars(section: Section) -> Sequence[tuple[str, int, int]]:
    """Return a section's bars, the smaller ones as one, each with what did not answer and what did."""
    shown = [(row.label, row.visited - row.reachable, row.reachable) for row in section.rows[:MOST_BARS]]
    rest = section.rows[MOST_BARS:]
    if rest:
        visited, reachable = sum(row.visited for row in rest), sum(row.reachable for row in rest)
        shown.append((f"{len(rest):,} others", visited - reachable, reachable))
    return shown


def _fill(panel: Any, section: Section | None) -> None:
    panel.set_axis_off()
    if section is None:
        return
    panel.set_axis_on()
    panel.set_title(section.title, loc="left", color=_INK)
    labels, silent, reachable = zip(*bars(section), strict=True)
    places = range(len(labels))
    panel.barh(places, reachable, color=_REACHABLE, label="answered")
    panel.barh(places, silent, left=reachable, color=_OTHERS, label="did not answer")
    # Dollar signs would begin a formula.
    panel.set_yticks(places, [label.replace("$", r"\$") for label in labels])
    panel.invert_yaxis()
    panel.legend(frameon=False, loc="lower right")
    for side in ("top", "right"):
        panel.spines[side].set_visible(False)
