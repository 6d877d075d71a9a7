# SPDX-License-Identifier: Apache-2.0
"""The library's daemons for tests (`aiomonero.testing.daemons`), with Debian's `monerod` where the machine has none."""

import contextlib
import os
import shutil
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from aiomonero.testing import daemons
from aiomonero.transport.tls import Trust
from aiomonero.types.login import Login
from localkube import debian
from tests.support import certificates

ADDRESS = daemons.ADDRESS
QUICK = daemons.QUICK
ANYBODY = Trust(is_insecure=True)
REGTEST = daemons.REGTEST
Monerod = daemons.Monerod
Ports = daemons.Ports
until_synchronized = daemons.until_synchronized


@contextlib.asynccontextmanager
async def running(
    folder: Path,
    *flags: str,
    peers: Sequence[Monerod] = (),
    ports: Ports | None = None,
    is_lonely: bool = False,
    has_zmq: bool = False,
    network: Sequence[str] = REGTEST,
    login: Login | None = None,
    tls: certificates.Pair | None = None,
    trust: Trust = ANYBODY,
    command: Sequence[str] = (),
) -> AsyncIterator[Monerod]:
    """Run a daemon until the end of the block, the machine's own or that of another release (`releases.programs`)."""
    async with daemons.running(
        folder,
        *flags,
        program=command or (program(),),
        peers=peers,
        ports=ports,
        is_lonely=is_lonely,
        has_zmq=has_zmq,
        network=network,
        login=login,
        tls=tls,
        trust=trust,
    ) as daemon:
        yield daemon


def program() -> str:
    """Return the program to run, installed if need be."""
    program = os.environ.get("MONEROD", "monerod")
    if program == "monerod" and not shutil.which(program):
        debian.install(["monero"])
    assert shutil.which(program), f"MONEROD is {program}, and there is no such program"
    return program
