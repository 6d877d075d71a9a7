# SPDX-License-Identifier: Apache-2.0
"""What the pages of alerts tell to type is understood by the programs that it is typed into."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.support import prometheus, releases

FOLDER = Path(__file__).resolve().parents[3] / "docs/how-to/alerts"
PAGES = sorted(FOLDER.glob("*.md"))


def blocks(language: str) -> list[tuple[str, str]]:
    """Return the blocks of one language, each with the name of its page."""
    pattern = re.compile(rf"^```{language}\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    return [(page.stem, block) for page in PAGES for block in pattern.findall(page.read_text())]


def test_prometheus_understands_every_expression(tmp_path: Path) -> None:
    """Each line is an expression."""
    lines = [line for _, block in blocks("promql") for line in block.splitlines()]
    rules = "".join(f"  - record: line:{number}\n    expr: |\n      {line}\n" for number, line in enumerate(lines))
    file = tmp_path / "pages.yaml"
    file.write_text(f"groups:\n- name: pages\n  rules:\n{rules}")

    done = prometheus.promtool("check", "rules", str(file))

    assert done.returncode == 0, done.stdout + done.stderr
    assert len(lines) > 20


@pytest.mark.parametrize(("page", "block"), blocks("sh"))
def test_a_shell_understands_every_block(page: str, block: str) -> None:
    """Quotes are closed."""
    done = subprocess.run(["bash", "-n"], input=block, capture_output=True, text=True, check=False, timeout=10)

    assert (done.returncode, done.stderr) == (0, ""), page


@pytest.mark.parametrize("release", ["0.18.0.0", "newest"])
def test_monerod_has_every_command(release: str) -> None:
    """It lists its commands without a daemon."""
    words = [*releases.programs(release).monerod, "--log-file", "/dev/null", "help"]
    listed = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60).stdout
    pattern = r"(?:`monerod |--log-file /dev/null )([a-z_]+)"
    typed = {name for page in PAGES for name in re.findall(pattern, page.read_text())}

    assert {"status", "sync_info"} <= typed
    assert typed - set(re.findall(r"^  ([a-z_]+)", listed, re.MULTILINE)) == set()
