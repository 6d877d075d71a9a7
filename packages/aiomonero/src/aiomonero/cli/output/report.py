# SPDX-License-Identifier: Apache-2.0
"""The report of a crawl for people: totals, and a table per section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiomonero.cli.output import table

if TYPE_CHECKING:
    from rich.console import Group, RenderableType

    from aiomonero.p2p.report import Report, Row, Section

MOST_ROWS = 20
_TOTALS = ("visited", "reachable", "height", "shared_identities", "waiting")


def view(report: Report, style: table.Style) -> Group:
    """Return the tables; of a long section only the first rows, and how many there are."""
    from rich.console import Group

    tables = [_section(section, style) for section in report.sections if section.rows]
    passed_over = [table.fields(report.passed_over, style)] if report.passed_over else []
    return Group(table.fields(report, style, _TOTALS), *(each for pair in tables for each in pair), *passed_over)


def _section(section: Section, style: table.Style) -> tuple[RenderableType, str]:
    def share(row: object) -> object:
        assert hasattr(row, "reachable")
        return f"{row.reachable / max(1, total):.1%}"

    total = sum(row.reachable for row in section.rows)
    left = len(section.rows) - MOST_ROWS
    rows: tuple[Row, ...] = section.rows[:MOST_ROWS]
    columns = (table.Column(section.title, "label"), "visited", "reachable", table.Column("share", share))
    return table.rows(rows, columns, style), f"and {left} more\n" if left > 0 else ""
