# SPDX-License-Identifier: Apache-2.0
"""The report of a crawl as tables."""

import io

from rich.console import Console

from aiomonero.cli.output import report, table
from aiomonero.p2p.report import Report, Row, Section


def shown(*sections: Section, **passed_over: int) -> str:
    """Return what a person sees."""
    told = Report(
        visited=30, reachable=20, height=7, shared_identities=2, waiting=1, passed_over=passed_over, sections=sections
    )
    console = Console(file=io.StringIO(), width=100)
    console.print(report.view(told, table.Style(now=0)))
    return str(console.file.getvalue())  # type: ignore[attr-defined]


def test_totals_and_shares() -> None:
    """Totals first, then each section with its share of those that answered."""
    text = shown(Section("zones", "zones", (Row("IPv4", 20, 15), Row("IPv6", 10, 5))), private=3)

    assert [line.split() for line in text.splitlines() if "IPv" in line] == [
        ["IPv4", "20", "15", "75.0%"], ["IPv6", "10", "5", "25.0%"],
    ]  # fmt: skip
    assert ["shared", "identities", "2"] in [line.split() for line in text.splitlines()]
    assert ["private", "3"] in [line.split() for line in text.splitlines()]


def test_long_sections_are_cut() -> None:
    """The first rows are shown, and how many there are more; an empty section is left out."""
    rows = tuple(Row(f"row-{number}", 1, 0) for number in range(report.MOST_ROWS + 5))
    text = shown(Section("networks", "networks", rows), Section("rpc", "public RPC", ()))

    assert f"row-{report.MOST_ROWS - 1} " in text
    assert f"row-{report.MOST_ROWS} " not in text
    assert "and 5 more" in text
    assert "public RPC" not in text
