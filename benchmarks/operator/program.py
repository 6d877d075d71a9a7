# SPDX-License-Identifier: Apache-2.0
"""The program that is measured: the operator as `monero-operator run` puts it together, over a counting client."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from pathlib import Path

from aiomonero.transport.http import HttpTransport
from benchmarks.operator import nodesets
from benchmarks.runtime import measured
from kubeloop.client.http import HttpClient
from kubeloop.config import kubeconfig
from kubeloop.election.elector import Elector
from kubeloop.objects.metadata import Key
from monero_operator import app
from monero_operator.settings import Settings
from monero_operator.telemetry.counters import Counters


async def main(config: Path, namespace: str) -> None:
    """Run until stdin ends."""
    requests, access = measured.Requests(), kubeconfig.load(config)
    async with HttpClient(access) as own:
        elector = Elector(own, lease=Key(namespace, app.LEASE), identity=str(os.getpid()))
        async with HttpClient(access, counters=requests, permit=elector.permit) as client, HttpTransport() as daemons:
            settings = Settings(images=nodesets.IMAGES, watch_namespace=namespace)
            manager = app.assemble(settings, client, daemons, Counters(), elector)
            stop = asyncio.Event()
            running = asyncio.create_task(manager.run(stop))
            gc.collect()
            gc.freeze()
            await measured.serve(requests, {}, lambda: measured.State(manager.ready(), manager.is_leading))
            stop.set()
            await running


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
