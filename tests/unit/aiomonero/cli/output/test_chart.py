# SPDX-License-Identifier: Apache-2.0
"""The picture of a crawl."""

from pathlib import Path
from xml.etree import ElementTree as ET

from aiomonero.cli.output import chart
from aiomonero.p2p.report import Report, Row, Section

SECTION = Section("outcomes", "how visits ended", (Row("answered", 3, 3), Row("timed out", 2, 0)))


def report(*sections: Section) -> Report:
    """Return a report with these sections."""
    return Report(
        visited=5, reachable=3, height=1234, shared_identities=0, waiting=0, passed_over={}, sections=sections
    )


def test_bars_have_a_bound() -> None:
    """Of a long section the first rows become bars, and the heading tells of the others."""
    rows = tuple(Row(f"5.{number}.0.0/16", 4, 3) for number in range(chart.MOST_BARS + 10))
    section = Section("networks", "networks", rows)

    assert chart.bars(section) == rows[: chart.MOST_BARS]
    assert chart.heading(section) == "networks, and 10 others with 30 that answered"
    assert chart.heading(SECTION) == "how visits ended"


def test_an_svg_tells_every_label(tmp_path: Path) -> None:
    """The text stays text, labels are no formulas, and equal reports give equal files."""
    strange = Section("systems", "systems", (Row("AS1 $a_b$ <script>", 1, 1), Row("AS2 \0\x1b" + "x" * 1000, 1, 1)))
    for name in ("a.svg", "b.svg"):
        chart.draw(report(SECTION, strange, Section("rpc", "public RPC", ())), tmp_path / name)
    drawn = (tmp_path / "a.svg").read_bytes()
    texts = {"".join(text.itertext()).strip() for text in ET.fromstring(drawn).iter() if text.tag.endswith("text")}

    assert {"how visits ended", "timed out", "0 of 2", "AS1 $a_b$ <script>"} <= texts
    assert "3 of 5 peers answered, at height 1,234" in texts
    assert "public RPC" not in texts
    assert max(map(len, texts)) < 100
    assert drawn == (tmp_path / "b.svg").read_bytes()


def test_png(tmp_path: Path) -> None:
    """The suffix says the format; a crawl of nobody is a picture too."""
    chart.draw(report(), tmp_path / "crawl.png")

    assert (tmp_path / "crawl.png").read_bytes().startswith(b"\x89PNG")
