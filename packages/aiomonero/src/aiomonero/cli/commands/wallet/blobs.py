# SPDX-License-Identifier: Apache-2.0
"""What wallets hand each other is long: it comes from files or standard input, and goes to standard output."""

from __future__ import annotations

from aiomonero.cli.session import files

LIMIT_BYTES = 32 * 2**20


def read(source: str) -> str:
    """Return what a file holds, without the ends of lines around it; raises what `files.text` does."""
    return files.text(source, limit_bytes=LIMIT_BYTES).strip()
