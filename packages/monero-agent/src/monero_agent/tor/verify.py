# SPDX-License-Identifier: Apache-2.0
"""Asks tor itself whether it would take a configuration: one that it does not take ends a tor that has to read it."""

import asyncio
import contextlib
from pathlib import Path

from monero_agent.config import WrongError

TIMEOUT_SECONDS = 60.0
"""Names of hosts are looked up, which can take long."""

_MAX_TOLD = 500
_MAX_BYTES = 64 * 1024
_SERIOUS = ("[warn]", "[err]")


async def refusal(program: str, torrc: Path) -> str:
    """Return why tor refuses a configuration, in its own words, or nothing; raises WrongError if it cannot be asked."""
    try:
        process = await asyncio.create_subprocess_exec(
            *(program, "-f", str(torrc), "--verify-config"),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
    except OSError as error:
        raise WrongError(f"tor cannot be started: {error}", code="ProgramMissing") from error
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            said = await _said(process)
            code = await process.wait()
    except TimeoutError as error:
        message = f"tor did not say within {TIMEOUT_SECONDS:g} s whether it takes the configuration; it is asked again"
        raise WrongError(message, code="ConfigUnverified") from error
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    return "" if code == 0 else serious(said.decode("utf-8", "replace"))


async def _said(process: asyncio.subprocess.Process) -> bytes:
    """Return the first of what the program says, reading all of it, so that it does not wait for its reader."""
    assert process.stdout, "it was asked for"
    said = b""
    while chunk := await process.stdout.read(_MAX_BYTES):
        said += chunk[: _MAX_BYTES - len(said)]
    return said


def serious(said: str) -> str:
    """Return the lines that say what is wrong, without their times."""
    lines = [line for line in said.splitlines() if any(mark in line for mark in _SERIOUS)]
    told = " ".join(line.partition("] ")[2] for line in lines) or said.strip()
    return told[:_MAX_TOLD] or "tor gives no reason"
