# SPDX-License-Identifier: Apache-2.0
"""Comparison with files in tests/golden. `UPDATE_GOLDEN=1` writes them anew: read what changed before committing it."""

import difflib
import os
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parents[1] / "golden"


def check(name: str, documents: list[dict[str, Any]]) -> None:
    """Fail unless the documents are those of a golden file."""
    path = FOLDER / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump_all(documents, sort_keys=False, width=120))
    expected = list(yaml.safe_load_all(path.read_text()))
    assert expected == documents, f"{name} differs; if that is right, run the test again with UPDATE_GOLDEN=1"


def check_text(name: str, text: str, *, is_its_own: bool = True) -> None:
    """Fail unless the text is that of a golden file, which `is_its_own`, or that of something that is to be equal."""
    path = FOLDER / name
    if os.environ.get("UPDATE_GOLDEN") and is_its_own:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    changes = difflib.unified_diff(path.read_text().splitlines(), text.splitlines(), "expected", "found", "", "", 0, "")
    changed = "\n".join(changes)
    assert not changed, f"{name} differs; if that is right, run the test again with UPDATE_GOLDEN=1\n{changed}"
