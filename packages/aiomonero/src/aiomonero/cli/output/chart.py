# SPDX-License-Identifier: Apache-2.0
"""A crawl as a picture: bars of each section. Sole importer of matplotlib, which comes with the extra `chart`."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiomonero.cli.output.printable import printable

if TYPE_CHECKING:
    from aiomonero.p2p.report import Report, Row, Section

SUFFIXES = (".svg", ".png")
MOST_BARS = 12

_REACHABLE, _OTHERS, _INK, _PAPER = "#f26822", "#d0d0d0", "#4c4c4c", "#ffffff"
_COLUMNS = 2
_WIDTH_INCHES, _BAR_INCHES, _TITLE_INCHES = 13.0, 0.27, 0.7
_TITLE_BARS = _TITLE_INCHES / _BAR_INCHES
_ROOM_FOR_NUMBERS = 1.3
_LABEL_LETTERS = 36
_SALT = "aiomonero"
"""Makes the names of elements inside an SVG the same each time, so that equal crawls give equal files."""


def require() -> None:
    """Raise ModuleNotFoundError, saying what to install, where pictures cannot be drawn."""
    if importlib.util.find_spec("matplotlib") is None:
        raise ModuleNotFoundError("pictures need matplotlib: pip install matplotlib", name="matplotlib")


def draw(report: Report, path: Path) -> None:
    """Write a picture, its format by the suffix."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    pairs = _pairs([section for section in report.sections if section.rows])
    lengths = [max(len(bars(section)) for section in pair) for pair in pairs]
    heights = [length + _TITLE_BARS for length in lengths]
    with mpl.rc_context({"svg.hashsalt": _SALT, "font.size": 9, "svg.fonttype": "none"}):
        size = (_WIDTH_INCHES, _BAR_INCHES * sum(heights) + 2 * _TITLE_INCHES)
        figure = Figure(figsize=size, layout="constrained", facecolor=_PAPER)
        figure.suptitle(title(report), color=_INK, fontsize=13)
        grid = figure.add_gridspec(len(pairs) or 1, _COLUMNS, height_ratios=heights or None)
        for line, pair in enumerate(pairs):
            for column, section in enumerate(pair):
                _fill(figure.add_subplot(grid[line, column]), section, lengths[line])
        _explain(figure)
        figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)


def title(report: Report) -> str:
    """Return the crawl in one line."""
    return f"{report.reachable:,} of {report.visited:,} peers answered, at height {report.height:,}"


def bars(section: Section) -> Sequence[Row]:
    """Return the rows that become bars; the heading tells how many do not."""
    return section.rows[:MOST_BARS]


def heading(section: Section) -> str:
    """Return what stands above a section's bars."""
    left = section.rows[MOST_BARS:]
    if not left:
        return section.title
    return f"{section.title}, and {len(left):,} others with {sum(row.reachable for row in left):,} that answered"


def _pairs(sections: Sequence[Section]) -> list[Sequence[Section]]:
    """Put sections of about the same length beside each other, the short ones first."""
    by_length = sorted(sections, key=lambda section: len(bars(section)))
    return [by_length[begin : begin + _COLUMNS] for begin in range(0, len(by_length), _COLUMNS)]


def _fill(panel: Any, section: Section, length: int) -> None:
    rows = bars(section)
    places = range(len(rows))
    panel.set_title(heading(section), loc="left", color=_INK, fontsize=10)
    panel.barh(places, [row.visited for row in rows], color=_OTHERS)
    panel.barh(places, [row.reachable for row in rows], color=_REACHABLE)
    for place, row in enumerate(rows):
        panel.text(row.visited, place, _number(row), va="center", color=_INK)
    panel.set_yticks(places, [_label(row) for row in rows])
    panel.set_ylim(length - 0.5, -0.5)
    panel.set_xlim(0, max(row.visited for row in rows) * _ROOM_FOR_NUMBERS)
    panel.set_xticks([])
    panel.tick_params(length=0, colors=_INK)
    panel.spines[["top", "right", "bottom"]].set_visible(False)


def _number(row: Row) -> str:
    return f" {row.reachable:,}" + (f" of {row.visited:,}" if row.visited > row.reachable else "")


def _label(row: Row) -> str:
    text = printable(row.label)
    if len(text) > _LABEL_LETTERS:
        text = text[: _LABEL_LETTERS - 1] + "…"
    return text.replace("$", r"\$")  # which would begin a formula


def _explain(figure: Any) -> None:
    from matplotlib.patches import Patch

    kinds = [Patch(color=_REACHABLE, label="answered"), Patch(color=_OTHERS, label="did not answer")]
    figure.legend(handles=kinds, frameon=False, ncols=len(kinds), loc="outside lower center")
