# SPDX-License-Identifier: Apache-2.0
"""Start-up as a recipe: clients, election, informers, the controller, and what runs beside it, until a signal."""

from __future__ import annotations

import functools
import logging
import os
import secrets
import socket
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, TypeVar

from aiomonero.transport import base
from aiomonero.transport.http import HttpTransport
from kubeloop import server
from kubeloop.client.base import Client
from kubeloop.client.http import HttpClient
from kubeloop.config import discovery
from kubeloop.controller.apply import Applier
from kubeloop.controller.loop import Controller
from kubeloop.controller.status import StatusWriter
from kubeloop.election.elector import Elector
from kubeloop.manager import Manager
from kubeloop.objects.metadata import Key
from kubeloop.recorder import Recorder
from monero_operator import naming
from monero_operator.apply.blocks import Blocks
from monero_operator.apply.children import Children
from monero_operator.apply.claims import Claims
from monero_operator.apply.keys import Keys
from monero_operator.apply.orphans import Orphans
from monero_operator.controllers.monerominingnodeset import MiningReconciler
from monero_operator.controllers.moneronetwork import NetworkReconciler
from monero_operator.controllers.moneronodeset import NodeSetReconciler
from monero_operator.controllers.reconciler import Reconciler
from monero_operator.controllers.secret import SecretReconciler
from monero_operator.observe.daemons import Daemons
from monero_operator.observe.keyrings import Keyrings
from monero_operator.observe.miners import Miners
from monero_operator.observe.poll import Poll
from monero_operator.observe.slots import Slots
from monero_operator.observe.sources import Informers
from monero_operator.settings import Settings
from monero_operator.telemetry.counters import Counters
from monero_operator.telemetry.sets import Sets

CONTROLLER = f"{naming.GROUP}/operator"
LEASE = "monero-operator"

P = TypeVar("P", bound=Poll[Any])

_log = logging.getLogger(__name__)


async def run(settings: Settings) -> None:
    """Run the operator until SIGTERM or SIGINT; raises KubeloopError when it cannot go on or leads no more."""
    access, counters = discovery.load(), Counters()
    # Renewals of the lease neither queue behind writes nor need its leave, so they have a client of their own.
    async with HttpClient(access, counters=counters) as renewals:
        elector = _elector(renewals, Key(settings.lease_namespace or access.namespace, LEASE), counters)
        writes = HttpClient(access, counters=counters, permit=elector.permit)
        await _serve(settings, writes, elector, counters)


async def _serve(settings: Settings, opening: HttpClient, elector: Elector, counters: Counters) -> None:
    async with opening as client, HttpTransport() as daemons:
        manager = assemble(settings, client, daemons, counters, elector)
        async with (
            server.metrics(counters.render, settings.metrics_port),
            server.probes(manager, settings.health_port),
        ):
            _log.info("watching %s", settings.watch_namespace or "all namespaces")
            await manager.run()


def assemble(
    settings: Settings,
    client: Client,
    transport: base.Transport,
    counters: Counters,
    elector: Elector | None = None,
) -> Manager:
    """Return the manager of everything that runs, over any API server and any network; without elector it leads."""
    informers = Informers(client, settings.watch_namespace or None)
    recorder = Recorder(client, controller=CONTROLLER, instance=socket.gethostname(), clock=_now)
    keys = Keys(client, informers.secrets, entropy=os.urandom)
    common: dict[str, Any] = {
        "informers": informers,
        "children": _children(client, informers),
        "claims": Claims(client, informers.claims),
        "keys": keys,
        "keyrings": Keyrings(client, informers.secrets),
        "orphans": Orphans(client),
        "status": StatusWriter(client, manager=naming.STATUS_FIELD_MANAGER),
        "recorder": recorder,
        "images": settings.images,
        "runbooks_url": settings.runbooks_url,
        "slots": Slots(informers.statefulsets.store),
        "clock": _now,
    }
    poll = functools.partial(_poll, settings=settings, transport=transport, counters=counters)
    reconcilers: tuple[Reconciler[Any], ...] = (
        NodeSetReconciler(daemons=poll(Daemons), **common),
        NetworkReconciler(daemons=poll(Daemons), blocks=Blocks(transport, clock=_now), **common),
        MiningReconciler(miners=poll(Miners), **common),
    )
    manager = Manager(elector=elector)
    counters.registry.register(_sets(reconcilers, manager))
    for informer in informers.all():
        manager.add_informer(informer)
    for reconciler in reconcilers:
        manager.add_controller(_controller(reconciler.owner.lower(), reconciler, settings, counters))
    secrets_of_2021 = SecretReconciler(informers.secrets, keys, recorder)
    manager.add_controller(_controller("secret", secrets_of_2021, settings, counters))
    manager.add(recorder.run)
    return manager


def _controller(
    name: str, reconciler: Reconciler[Any] | SecretReconciler, settings: Settings, counters: Counters
) -> Controller:
    controller = Controller(
        name,
        reconciler.reconcile,
        workers=settings.workers,
        counters=counters,
        queue_counters=counters,
    )
    reconciler.listen(controller)
    return controller


def _sets(reconcilers: Iterable[Reconciler[Any]], manager: Manager) -> Sets:
    resources = {reconciler.owner.value: reconciler.resources.store for reconciler in reconcilers}
    return Sets(resources, is_leading=lambda: manager.is_leading)


def _poll(kind: type[P], settings: Settings, transport: base.Transport, counters: Counters) -> P:
    return kind(transport, interval_seconds=settings.poll_interval_seconds, clock=_now, counters=counters)


def _children(client: Client, informers: Informers) -> Children:
    applier = Applier(client, manager=naming.FIELD_MANAGER, own_label_prefixes=naming.OWN_LABEL_PREFIXES)
    return Children(applier, informers.children(), informers.pods)


def _elector(client: Client, lease: Key, counters: Counters) -> Elector:
    # A pod that restarts keeps its name; what it held before must not count as its own.
    identity = f"{socket.gethostname()}_{secrets.token_hex(4)}"
    return Elector(client, lease=lease, identity=identity, counters=counters)


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the program's one clock, handed down as a value
