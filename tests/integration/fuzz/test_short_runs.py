# SPDX-License-Identifier: Apache-2.0
"""Every format stands some seconds of hostile input: no error but our own, no endless work, no unbounded memory."""

from pathlib import Path

import pytest

pytest.importorskip("atheris", reason="there is no atheris for this Python")

from fuzz import catalogue, runs

SECONDS = 3


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
