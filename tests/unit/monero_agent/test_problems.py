# SPDX-License-Identifier: Apache-2.0
"""The codes of problems, which programs and people look up."""

import re
from pathlib import Path

import monero_agent
from monero_exporter.translate import hidden

CODE = re.compile(r'(?:Problem\(|code=|code: str = )"(\w+)"')
ROW = re.compile(r"^\| `(\w+)` \|", re.MULTILINE)
PAGE = Path(__file__).parents[3] / "docs/reference/router-problems.md"


def test_each_code_stands_in_the_reference_and_no_other():
    """With what to do about it."""
    sources = (path.read_text() for path in Path(monero_agent.__file__).parent.rglob("*.py"))
    codes = {code for text in sources for code in CODE.findall(text)}

    assert {*codes, hidden.AGENT_SILENT} == set(ROW.findall(PAGE.read_text()))
