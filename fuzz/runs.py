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

# libFuzzer knows whole seconds; an input of 4 KiB takes milliseconds, and a busy machine may stop for one.
_SECONDS_PER_INPUT = 2
_GRACE_SECONDS = 120
_TRIED = re.compile(r"stat::number_of_executed_units:\s*(\d+)")


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """How many inputs were tried, and which of them broke something, with the end of what was said about it."""

    name: str
    tried: int
    findings: tuple[Path, ...]
    exit_code: int
    output: str

    @property
    def is_clean(self) -> bool:
        return self.tried > 0 and not self.findings and self.exit_code == 0


def run(name: str, seconds: int) -> Outcome:
    """Try one target for so many seconds."""
    corpus, seeds, findings = (FOLDER / name / part for part in ("corpus", "seeds", "findings"))
    for folder in (corpus, seeds, findings):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(catalogue.target(name).seeds()):
        (seeds / f"{number:04}").write_bytes(seed)
    ended = _engine(
        name,
        f"-max_total_time={seconds}",
        f"-timeout={_SECONDS_PER_INPUT}",
        f"-artifact_prefix={findings}/",
        "-print_final_stats=1",
        # What was found before is tried first: it has to be mended before anything else is looked for.
        *map(str, (corpus, seeds, findings)),
        deadline=seconds + _GRACE_SECONDS,
    )
    output = (ended.stdout + ended.stderr).decode(errors="replace")
    tried = _TRIED.search(output)
    broken = tuple(sorted(findings.iterdir())) if ended.returncode else ()
    return Outcome(name, int(tried[1]) if tried else 0, broken, ended.returncode, output)


def _engine(name: str, *arguments: str, deadline: float) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "fuzz.engine", name, *arguments]
    return subprocess.run(command, cwd=_ROOT, capture_output=True, timeout=deadline, check=False)
