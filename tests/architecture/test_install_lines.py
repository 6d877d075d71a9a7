# SPDX-License-Identifier: Apache-2.0
"""What pages say about installing can be done: our packages are on no index, so they come from this repository."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.architecture.test_tree import PAGES, ROOT

_OURS = {path.parent.name for path in (ROOT / "packages").glob("*/pyproject.toml")}
_LINES = [
    pytest.param(line, id=f"{page}:{number}")
    for page in PAGES
    for number, line in enumerate((ROOT / page).read_text().splitlines(), 1)
    if "pip install" in line
]


@pytest.mark.parametrize("line", _LINES)
def test_a_page_installs_what_there_is(line: str) -> None:
    """Each of our packages is given by its folder, with extras that it has, and with those of ours that it needs."""
    command = re.findall(r"pip install([^`#]*)", line)[0]
    wanted = dict(re.findall(r"\./packages/([\w-]+)(?:\[([\w,]+)\])?", command))
    named = set(re.findall(r"[\w-]+", command)) & _OURS

    assert named <= set(wanted)
    for package, extras in wanted.items():
        project = tomllib.loads((ROOT / "packages" / package / "pyproject.toml").read_text())["project"]
        assert set(filter(None, extras.split(","))) <= set(project.get("optional-dependencies", {}))
        assert {_name(each) for each in project["dependencies"]} & _OURS <= set(wanted)


def _name(requirement: str) -> str:
    return re.split(r"[^\w-]", requirement)[0]
