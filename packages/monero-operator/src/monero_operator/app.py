# SPDX-License-Identifier: Apache-2.0
"""Start-up as a recipe: clients, informers, the controller, and what runs beside it, until a signal ends it."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from datetime import UTC, datetime

from aiomonero.transport import base
from aiomonero.transport.http import HttpTransport
from kubeloop import server
from kubeloop.client.base import Client
from kubeloop.client.http import HttpClient
from kubeloop.config import discovery
from kubeloop.controller.apply import Applier
from kubeloop.controller.loop import Controller
from kubeloop.controller.status import StatusWriter
from kubeloop.manager import Manager
from kubeloop.recorder import Recorder
from monero_operator import naming
from monero_operator.apply.blocks import Blocks
from monero_operator.apply.children import Children
from monero_operator.controllers import moneronetwork
from monero_operator.observe.daemons import Daemons
from monero_operator.observe.sources import Informers
from monero_operator.settings import Settings
from monero_operator.telemetry.counters import Counters

CONTROLLER = f"{naming.GROUP}/operator"

_log = logging.getLogger(__name__)


async def run(settings: Settings) -> None:
    """Run the operator until SIGTERM or SIGINT; raises KubeloopError when it cannot go on."""
    stop = _stop_signal()
    counters = Counters()
    async with HttpClient(discovery.load(), counters=counters) as client, HttpTransport() as daemons:
        manager = assemble(settings, client, daemons, counters)
        async with (
            server.metrics(counters.render, settings.metrics_port),
            server.probes(manager, settings.health_port),
        ):
            _log.info("watching %s", settings.watch_namespace or "all namespaces")
            await manager.run(stop)


def assemble(settings: Settings, client: Client, transport: base.Transport, counters: Counters) -> Manager:
    """Return the manager of everything that runs, over any API server and any network."""
    informers = Informers(client, settings.watch_namespace or None)
    recorder = Recorder(client, controller=CONTROLLER, instance=socket.gethostname(), clock=_now)
    reconciler = moneronetwork.Reconciler(
        informers=informers,
        daemons=Daemons(transport, interval_seconds=settings.poll_interval_seconds, clock=_now),
        children=_children(client, informers),
        blocks=Blocks(transport, clock=_now),
        status=StatusWriter(client, manager=naming.STATUS_FIELD_MANAGER),
        recorder=recorder,
        images=settings.images,
        clock=_now,
    )
    controller = Controller(
        "moneronetwork", reconciler.reconcile, workers=settings.workers, counters=counters, queue_counters=counters
    )
    reconciler.listen(controller)
    return _managed(informers, controller, recorder)


def _children(client: Client, informers: Informers) -> Children:
    applier = Applier(client, manager=naming.FIELD_MANAGER, own_label_prefixes=naming.OWN_LABEL_PREFIXES)
    return Children(applier, informers.children(), informers.pods)


def _managed(informers: Informers, controller: Controller, recorder: Recorder) -> Manager:
    manager = Manager()
    for informer in informers.all():
        manager.add_informer(informer)
    manager.add_controller(controller)
    manager.add(recorder.run)
    return manager


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the program's one clock, handed down as a value


def _stop_signal() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
