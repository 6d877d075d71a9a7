# SPDX-License-Identifier: Apache-2.0
"""Asks i2pd itself whether it would take a configuration: one that it does not take would end it, and never start it.

i2pd has no such question. It reads its options before all else and says then that it starts: so it is started with
everything off, in a folder that is thrown away, and ended when it says so.
"""

import asyncio
import tempfile
from pathlib import Path

from monero_agent import trial

TIMEOUT_SECONDS = 20.0

_MAX_TOLD = 500
_STARTS = b"starting..."
_OFF = ("http", "httpproxy", "socksproxy", "sam", "bob", "i2cp", "i2pcontrol", "upnp", "ntcp2", "ssu2", "addressbook")
_NOWHERE = "http://127.0.0.1:1/"


async def refusal(program: str, conf: Path) -> str:
    """Return why i2pd refuses a configuration, in its words, or nothing; raises WrongError if it cannot be asked."""
    with tempfile.TemporaryDirectory(dir=conf.parent, prefix="verify-") as folder:
        command = (program, *_flags(conf, folder))
        async with trial.asked("i2pd", *command, seconds=TIMEOUT_SECONDS) as (_, output):
            return await _said(output)


def _flags(conf: Path, folder: str) -> list[str]:
    """What is said here counts more than the file; none of it can be checked in the file then."""
    own = {"conf": str(conf), "datadir": folder, "tunconf": f"{folder}/none", "log": "stdout", "loglevel": "info"}
    nowhere = {"reseed.urls": _NOWHERE, "reseed.yggurls": _NOWHERE, "reseed.threshold": "0"}
    off = {f"{each}.enabled": "false" for each in _OFF}
    return [f"--{name}={value}" for name, value in (own | nowhere | off).items()]


async def _said(output: asyncio.StreamReader) -> str:
    said = ""
    while line := await output.readline():
        if _STARTS in line:
            return ""
        said = f"{said} {line.decode('utf-8', 'replace').strip()}"[: _MAX_TOLD + 1]
    return said.strip() or "i2pd gives no reason"
