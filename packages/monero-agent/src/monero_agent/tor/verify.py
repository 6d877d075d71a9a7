# SPDX-License-Identifier: Apache-2.0
"""Asks tor itself whether it would take a configuration: one that it does not take ends a tor that has to read it."""

import asyncio
from pathlib import Path

from monero_agent import trial

TIMEOUT_SECONDS = 60.0
"""Names of hosts are looked up, which can take long."""

_MAX_BYTES = 64 * 1024
_SERIOUS = ("[warn]", "[err]")


async def refusal(program: str, torrc: Path) -> tuple[str, ...]:
    """Return why tor refuses a configuration, in its own words, or nothing; raises WrongError if it cannot be asked."""
    command = (program, "-f", str(torrc), "--verify-config")
    async with trial.asked("tor", *command, seconds=TIMEOUT_SECONDS) as (process, output):
        said = await _said(output)
        return serious(said.decode("utf-8", "replace")) if await process.wait() else ()


async def _said(output: asyncio.StreamReader) -> bytes:
    """Return the first of what the program says, reading all of it, so that it does not wait for its reader."""
    said = b""
    while chunk := await output.read(_MAX_BYTES):
        said += chunk[: _MAX_BYTES - len(said)]
    return said


def serious(said: str) -> tuple[str, ...]:
    """Return the lines that say what is wrong, without their times."""
    lines = [line for line in said.splitlines() if any(mark in line for mark in _SERIOUS)]
    return tuple(line.partition("] ")[2] for line in lines) or (said.strip() or "tor gives no reason",)
