# SPDX-License-Identifier: Apache-2.0
"""`python -m benchmarks.operator [OBJECTS …]`: node sets at each size, then the polling of daemons."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import msgspec

from benchmarks.operator import fake_daemons, nodesets
from benchmarks.operator.users import Users
from benchmarks.runtime import phases, process, report, sizes
from kubeloop.client.http import HttpClient
from monero_operator.api.v1alpha1 import common
from monero_operator.api.v1alpha1.moneronodeset import MoneroNodeSet
from tests.support import apiserver, operating, prometheus_operator

NAMESPACE = "bench"
DAEMONS = 1000
POLLING_SECONDS = 60.0
WARM_UP_SECONDS = 60.0
"""Every daemon is asked more and more seldom, until it is at the interval."""
WRITES = len(
    list(nodesets.writes(MoneroNodeSet(metadata=common.ResourceMetadata(name="one", namespace=NAMESPACE, uid="1"))))
)


async def floor(server: apiserver.ApiServer, count: int) -> AsyncIterator[phases.Row]:
    """Yield the row of the bare client, which has a server of its own: one that holds more objects is slower."""
    async with HttpClient(server.access) as client:
        await Users(client, NAMESPACE, count).create()
        yield await phases.floor(server.kubeconfig, NAMESPACE, WRITES * count, module="operator.floor")


async def operator(server: apiserver.ApiServer, count: int) -> AsyncIterator[phases.Row]:
    """Yield the row of each phase of the operator."""
    async with HttpClient(server.access) as client:
        users = Users(client, NAMESPACE, count)
        await users.create()
        async with _running(server) as program:
            yield await phases.cold(program, WRITES * count)
            program.reset_peak()
            yield await phases.idle(program)
            async with users.watching():
                yield await phases.edits(program, users)
            yield await phases.edit_all(program, users)
        async with _running(server) as program:
            yield await phases.warm(program)


async def polling() -> phases.Row:
    """Return what it costs to ask daemons that have nothing new to say."""
    async with (
        fake_daemons.serving(DAEMONS) as port,
        process.running("operator.polling", str(port), str(DAEMONS)) as program,
    ):
        await program.wait_ready(seconds=WARM_UP_SECONDS)
        await asyncio.sleep(WARM_UP_SECONDS)
        before = await program.ask()
        await asyncio.sleep(POLLING_SECONDS)
        after = await program.ask()
    row = phases.between(f"{DAEMONS} daemons every 15 s, for {POLLING_SECONDS:g} s", before, after)
    return msgspec.structs.replace(row, wall_seconds=POLLING_SECONDS)


def _running(server: apiserver.ApiServer) -> contextlib.AbstractAsyncContextManager[process.Program]:
    return process.running("operator.program", str(server.kubeconfig), NAMESPACE)


def _prepare(server: apiserver.ApiServer) -> None:
    """Install the operator's kinds, and those of Prometheus Operator, whose objects are the largest children."""
    prometheus_operator.install_slim(operating.prepare(server, NAMESPACE))


def main() -> None:
    """Measure at each size."""
    for count in sizes.chosen("python -m benchmarks.operator", __doc__):
        print(report.head(f"{count} MoneroNodeSets of three nodes, {WRITES - 1} children each"), flush=True)
        for measure in (floor, operator):
            sizes.show(measure, count, _prepare)
    print(report.head("Polling, the operator's part of the CPU alone"), flush=True)
    print(report.line(asyncio.run(polling())), flush=True)


if __name__ == "__main__":
    main()
