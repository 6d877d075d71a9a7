# SPDX-License-Identifier: Apache-2.0
"""Texts that a command takes from a file or from standard input."""

from __future__ import annotations

import sys
from pathlib import Path

import click

_STANDARD_INPUT = "-"
_TAKEN = f"{__name__}.taken"


def text(source: str, *, limit_bytes: int) -> str:
    """Return what is in the file at `source`, "-" being standard input; raises click.UsageError."""
    try:
        content = _input(limit_bytes + 1) if source == _STANDARD_INPUT else _head(Path(source), limit_bytes + 1)
        if len(content) > limit_bytes:
            raise click.UsageError(f"{source} is longer than {limit_bytes} bytes")
        return content.decode()
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"cannot read {source}: {error}") from error


def _input(count: int) -> bytes:
    # Who reads it a second time gets nothing, which would be an empty password.
    notes = click.get_current_context().meta
    if notes.setdefault(_TAKEN, False):
        raise click.UsageError("standard input can be only one of the files: name another one for the rest")
    notes[_TAKEN] = True
    return sys.stdin.buffer.read(count)


def _head(path: Path, count: int) -> bytes:
    with path.open("rb") as file:
        return file.read(count)
