# SPDX-License-Identifier: Apache-2.0
"""Comparison with files in tests/golden. `UPDATE_GOLDEN=1` writes them anew: read what changed before committing it."""

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
