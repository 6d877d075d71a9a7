# SPDX-License-Identifier: Apache-2.0
"""What the process uses."""

from pathlib import Path

import pytest

from monero_exporter.scrape import process

STAT = "7 (a (odd) name) S 1 7 7 0 -1 4194304 1 0 0 0 150 50 0 0 20 0 3 0 1000 4096000 512 1 1 1 0 0 0 0 0 0\n"


@pytest.fixture(name="proc")
def _proc(tmp_path: Path) -> Path:
    (tmp_path / "self/fd").mkdir(parents=True)
    (tmp_path / "self/fd/0").touch()
    (tmp_path / "self/stat").write_text(STAT)
    (tmp_path / "stat").write_text("cpu 1 2\nbtime 1700000000\nprocesses 9\n")
    return tmp_path


def test_usage_is_read_from_the_right_fields(proc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program's name may look like fields."""
    monkeypatch.setattr(process, "_TICKS", 100)
    monkeypatch.setattr(process, "_PAGE_BYTES", 4096)

    usage = process.usage(proc)

    assert usage is not None
    assert (usage.cpu_seconds, usage.started_at) == (2.0, 1700000010.0)
    assert (usage.resident_bytes, usage.virtual_bytes, usage.open_files) == (512 * 4096, 4096000, 1)


def test_a_system_without_it_tells_nothing(tmp_path: Path) -> None:
    """Where there is no such folder the families are absent."""
    assert process.usage(tmp_path) is None
