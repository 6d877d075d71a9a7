# SPDX-License-Identifier: Apache-2.0
"""Rules about files that no other tool checks."""

from __future__ import annotations

import pathlib
import re
import subprocess
import tomllib

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
FILES = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
PAGES = [name for name in FILES if name.endswith(".md")]
CODE = [name for name in FILES if name.endswith((".py", ".go")) and (ROOT / name).stat().st_size]
EXAMPLES = sorted(path for path in (ROOT / "examples").iterdir() if path.is_dir())


def test_code_says_its_license() -> None:
    """Every Python and Go file starts with its license."""
    assert [name for name in CODE if "SPDX-License-Identifier: Apache-2.0" not in _first_line(name)] == []


def test_the_library_brings_the_license_along() -> None:
    """Its wheel is used without this repository, so the text is in it and is the same."""
    package = ROOT / "packages/aiomonero"
    named = tomllib.loads((package / "pyproject.toml").read_text())["project"]["license-files"]

    assert "LICENSE" in named
    assert (package / "LICENSE").read_text() == (ROOT / "LICENSE").read_text()


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    """Every relative link of a page leads to a file of this repository."""
    text = (ROOT / page).read_text()
    targets = [target.partition("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in target]
    assert [target for target in targets if target and not (ROOT / page).parent.joinpath(target).exists()] == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_examples_are_whole(example: pathlib.Path) -> None:
    """Every example has a page, a manifest and a program that verifies it."""
    assert {"README.md", "verify.sh"} <= {path.name for path in example.iterdir()}
    assert [*example.glob("*.yaml")]


def test_every_document_is_listed() -> None:
    """The table of documents leads to each of them, the table of decisions to each of those, by its own number.

    The pages of alerts have a table of their own, which is generated.
    """
    documents, decisions = (_targets(ROOT / "docs" / name) for name in ("README.md", "decisions/README.md"))
    pages = [name.removeprefix("docs/") for name in PAGES if name.startswith("docs/") and "/decisions/" not in name]
    assert {name for name in pages if "/alerts/Monero" not in name} - {"README.md"} <= set(documents)
    pages = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert pages == decisions
    assert [int(name.partition("-")[0]) for name in pages] == list(range(1, len(pages) + 1))


def _targets(page: pathlib.Path) -> list[str]:
    return re.findall(r"\]\(([^)\s]+)\)", page.read_text())


def _first_line(name: str) -> str:
    return (ROOT / name).read_text().partition("\n")[0]
