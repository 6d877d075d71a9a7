# SPDX-License-Identifier: Apache-2.0
"""The library's daemons for tests (`aiomonero.testing.daemons`), with Debian's `monerod` where the machine has none."""

import contextlib
import os
import shutil
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

from aiomonero.testing import daemons
from localkube import debian

ADDRESS = daemons.ADDRESS
QUICK = daemons.QUICK
REGTEST = daemons.REGTEST
Monerod = daemons.Monerod
Ports = daemons.Ports
until_synchronized = daemons.until_synchronized


@contextlib.asynccontextmanager
async def running(folder: Path, *flags: str, command: Sequence[str] = (), **settings: Any) -> AsyncIterator[Monerod]:
    """Run a daemon until the end of the block, the machine's own or that of another release (`releases.programs`).

    The settings are those of `daemons.running`.
    """
    async with daemons.running(folder, *flags, program=command or (program(),), **settings) as daemon:
        yield daemon


def program() -> str:
    """Return the program to run, installed if need be."""
    program = os.environ.get("MONEROD", "monerod")
    if program == "monerod" and not shutil.which(program):
        debian.install(["monero"])
    assert shutil.which(program), f"MONEROD is {program}, and there is no such program"
    return program
