# SPDX-License-Identifier: Apache-2.0
"""What pages show: files to save, programs to run, commands to type; a test does with them what a reader does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
HOW_TO = ROOT / "docs" / "how-to"
TUTORIAL = ROOT / "docs" / "tutorial"
KUBELOOP = ROOT / "packages" / "kubeloop" / "README.md"
AIOMONERO = ROOT / "packages" / "aiomonero" / "README.md"

# A block is matched as a whole, so that a comment inside of one is no heading.
_PARTS = re.compile(r"^#+ (?P<title>.*?)$|^```(?P<head>[^\n]*)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)


class Block(NamedTuple):
    """Fenced text below a heading; the name of the file that it is stands behind its language, "" is none."""

    title: str
    language: str
    name: str
    text: str


def blocks(page: Path) -> Iterator[Block]:
    """Yield the blocks in their order."""
    title = ""
    for part in _PARTS.finditer(page.read_text()):
        if part["title"] is not None:
            title = part["title"]
        else:
            language, _, name = part["head"].partition(" ")
            yield Block(title, language, name, part["text"])


def files(page: Path) -> dict[str, str]:
    """Return the content of each file by its name."""
    return {block.name: block.text for block in blocks(page) if block.name}


def save(page: Path, folder: Path) -> None:
    """Write the files into a folder."""
    for name, content in files(page).items():
        (folder / name).write_text(content)


def programs(page: Path, beginning: str = "") -> list[str]:
    """Return what Python code there is outside of files, or what of it begins so."""
    shown = [block.text for block in blocks(page) if (block.language, block.name) == ("python", "")]
    return [text for text in shown if text.startswith(beginning)]


def recipes(page: Path) -> dict[str, str]:
    """Return the programs by the titles that they stand below, where each has its own."""
    found = [block for block in blocks(page) if (block.language, block.name) == ("python", "")]
    by_title = {block.title: block.text for block in found}
    assert len(by_title) == len(found), f"{page.name} has several programs below one title"
    return by_title


def commands(page: Path) -> list[str]:
    """Return the lines of what is typed into a shell, in their order."""
    return [line for block in blocks(page) if block.language == "sh" for line in block.text.splitlines()]
