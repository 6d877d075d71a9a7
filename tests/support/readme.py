# SPDX-License-Identifier: Apache-2.0
"""The files and commands that the README of kubeloop shows: a reader saves the former and types the latter."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "packages" / "kubeloop" / "README.md"


def files() -> dict[str, str]:
    """Return the content of each file by its name, which stands behind the language of its block."""
    return dict(re.findall(r"^```\w+ ([\w.]+)\n(.*?)^```", PAGE.read_text(), re.DOTALL | re.MULTILINE))


def save(folder: Path) -> None:
    """Write the files into a folder."""
    for name, content in files().items():
        (folder / name).write_text(content)


def commands() -> list[str]:
    """Return the commands in their order."""
    blocks = re.findall(r"^```sh\n(.*?)^```", PAGE.read_text(), re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines()]
