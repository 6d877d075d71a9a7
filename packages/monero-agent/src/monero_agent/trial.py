# SPDX-License-Identifier: Apache-2.0
"""Runs a program only to hear whether it takes a configuration: one that it does not take would end it later.

Its own words may quote a line with a bridge or a password. So they are for the log, which tor and i2pd write such words
to anyhow; a status, which many more may read, tells places alone.
"""

import asyncio
import contextlib
import logging
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Iterable

from monero_agent.config import WrongError

_MAX_PLACES = 3
_MAX_WORDS = 1000
_log = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def asked(name: str, *command: str, seconds: float) -> AsyncIterator[tuple[Process, asyncio.StreamReader]]:
    """Give the process and what it says, for some seconds; it ends with the block.

    Raises WrongError where it cannot be started, or does not say in time what the block waits for.
    """
    try:
        process = await asyncio.create_subprocess_exec(*command, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT)
    except OSError as error:
        raise WrongError(f"{name} cannot be started: {error}", code="ProgramMissing") from error
    assert process.stdout, "it was asked for"
    try:
        async with asyncio.timeout(seconds):
            yield process, process.stdout
    except (TimeoutError, ValueError) as error:  # the latter is a line without an end
        message = f"{name} did not say within {seconds:g} s whether it takes the configuration; it is asked again"
        raise WrongError(message, code="ConfigUnverified") from error
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def refused(name: str, places: Iterable[str], words: Iterable[str]) -> WrongError:
    """Log a program's words, and return the error that tells which places of the configuration they are about."""
    _log.error("%s does not take its configuration: %s", name, " ".join(words)[:_MAX_WORDS])
    told = ", ".join(list(dict.fromkeys(places))[:_MAX_PLACES]) or "its configuration"
    return WrongError(f"{name} does not take {told}; the log of its container says why")
