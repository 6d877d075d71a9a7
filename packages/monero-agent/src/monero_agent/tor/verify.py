# SPDX-License-Identifier: Apache-2.0
"""Asks tor itself whether it would take a configuration: one that it does not take ends a tor that has to read it."""

import asyncio
from pathlib import Path

TIMEOUT_SECONDS = 60.0
"""Names of hosts are looked up, which can take long."""

_MAX_TOLD = 500
_SERIOUS = ("[warn]", "[err]")


async def refusal(program: str, torrc: Path) -> str:
    """Return why tor refuses a configuration, in its own words, or nothing."""
    process = await asyncio.create_subprocess_exec(
        *(program, "-f", str(torrc), "--verify-config"),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            said, _ = await process.communicate()
    except TimeoutError:
        process.kill()
        await process.wait()
        return f"tor did not say within {TIMEOUT_SECONDS:g} s whether it takes it"
    return "" if process.returncode == 0 else serious(said.decode("utf-8", "replace"))


def serious(said: str) -> str:
    """Return the lines that say what is wrong, without their times."""
    lines = [line for line in said.splitlines() if any(mark in line for mark in _SERIOUS)]
    told = " ".join(line.partition("] ")[2] for line in lines) or said.strip()
    return told[:_MAX_TOLD] or "tor gives no reason"
