# SPDX-License-Identifier: Apache-2.0
"""Runs of targets in processes of their own, bounded in time, memory and time per input, and what came out of them."""

import dataclasses
import re
import subprocess
import sys
from pathlib import Path

from fuzz import catalogue

_ROOT = Path(__file__).parents[1]
FOLDER = _ROOT / "build/fuzz"
"""Per target: inputs that reached something new, kept for the next run, and inputs that broke something."""

_MEMORY_MB = 1024
_SECONDS_PER_INPUT = 5
_GRACE_SECONDS = 120
_TRIED = re.compile(r"stat::number_of_executed_units:\s*(\d+)")


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """How many inputs were tried, and which of them broke something, with the end of what was said about it."""

    name: str
    tried: int
    findings: tuple[Path, ...]
    output: str

    @property
    def is_clean(self) -> bool:
        return self.tried > 0 and not self.findings


def run(name: str, seconds: int) -> Outcome:
    """Try one target for so many seconds."""
    corpus, seeds, findings = (FOLDER / name / part for part in ("corpus", "seeds", "findings"))
    for folder in (corpus, seeds, findings):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(catalogue.target(name).seeds()):
        (seeds / f"{number:04}").write_bytes(seed)
    known = set(findings.iterdir())
    output = _output(
        name,
        f"-max_total_time={seconds}",
        f"-rss_limit_mb={_MEMORY_MB}",
        f"-timeout={_SECONDS_PER_INPUT}",
        f"-artifact_prefix={findings}/",
        "-print_final_stats=1",
        str(corpus),
        str(seeds),
        deadline=seconds + _GRACE_SECONDS,
    )
    tried = _TRIED.search(output)
    return Outcome(name, int(tried[1]) if tried else 0, tuple(sorted(set(findings.iterdir()) - known)), output)


def _output(name: str, *arguments: str, deadline: float) -> str:
    command = [sys.executable, "-m", "fuzz.engine", name, *arguments]
    ended = subprocess.run(command, cwd=_ROOT, capture_output=True, timeout=deadline, check=False)
    return (ended.stdout + ended.stderr).decode(errors="replace")
