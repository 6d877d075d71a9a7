# SPDX-License-Identifier: Apache-2.0
"""The program that polls: the operator's background poll alone, three daemons to an owner."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime

from aiomonero.transport.http import HttpTransport
from benchmarks.operator import fake_daemons
from benchmarks.runtime import measured
from kubeloop.objects.metadata import Key
from monero_operator import facts
from monero_operator.observe.daemons import Daemons

INTERVAL_SECONDS = 15.0
PER_OWNER = 3


async def main(port: int, count: int) -> None:
    """Poll until stdin ends; ready means that every daemon has answered."""
    async with HttpTransport() as transport:
        daemons = Daemons(transport, interval_seconds=INTERVAL_SECONDS, clock=lambda: datetime.now(UTC))  # noqa: TID251 - the program's one clock
        addresses = fake_daemons.addresses(count)
        owners = {Key("bench", f"nodes-{first}"): addresses[first : first + PER_OWNER] for first in range(0, count, 3)}
        for owner, hosts in owners.items():
            daemons.watch(owner, {host: f"http://{host}:{port}" for host in hosts})

        def state() -> measured.State:
            answers = (answer for owner in owners for answer in daemons.answers(owner).values())
            return measured.State(is_ready=sum(isinstance(each, facts.Looked) for each in answers) == count)

        await measured.serve(measured.Requests(), {}, state)
        for owner in owners:
            daemons.watch(owner, {})


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
