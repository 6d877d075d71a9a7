# SPDX-License-Identifier: Apache-2.0
"""Every format stands some seconds of hostile input: no error but our own, no endless work, no unbounded memory."""

import platform
import sys
from pathlib import Path

import pytest

from fuzz import catalogue, runs

SECONDS = 3
# The wheels of atheris are of these; elsewhere nothing can be tried, and where there is one it must be tried.
HAS_ATHERIS = platform.machine() == "x86_64" and sys.version_info < (3, 14)
pytestmark = pytest.mark.skipif(not HAS_ATHERIS, reason="there is no atheris for this machine or Python")


@pytest.mark.parametrize("name", catalogue.names())
def test_a_format_stands_hostile_input(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever is read, it is understood or refused with our own error."""
    monkeypatch.setattr(runs, "FOLDER", tmp_path)

    outcome = runs.run(name, SECONDS)

    with capsys.disabled():
        print(f" {name}: {outcome.tried:,} inputs tried", end=" ")
    assert outcome.is_clean, outcome.output[-3000:]
