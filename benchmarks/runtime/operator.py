# SPDX-License-Identifier: Apache-2.0
"""The program that is measured: eight children and a status per fleet."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from pathlib import Path
from typing import Any

from benchmarks.runtime import fleet, measured
from benchmarks.runtime.fleet import Fleet, Status
from kubeloop.client.base import Client
from kubeloop.client.http import HttpClient
from kubeloop.config import kubeconfig
from kubeloop.controller import apply, loop, sources, status
from kubeloop.election.elector import Elector
from kubeloop.informer import shared, source
from kubeloop.manager import Manager
from kubeloop.objects.metadata import Key

WORKERS = 8
LEASE = "operator"


class Operator:
    """The controller with its informers."""

    def __init__(self, client: Client, namespace: str, elector: Elector) -> None:
        self._fleets: shared.Informer[Fleet, Fleet] = shared.Informer(
            client, source.Source(fleet.FLEETS, Fleet, view=lambda each: each, namespace=namespace)
        )
        self._applier = apply.Applier(client, manager="bench", own_label_prefixes=fleet.PREFIXES)
        self._status = status.StatusWriter(client, manager="bench-status")
        self._children = {type_: self._informer(client, type_, namespace) for type_ in fleet.KINDS}
        self._controller = loop.Controller("fleet", self._reconcile, workers=WORKERS)
        self.manager = self._manager(elector)

    def state(self) -> measured.State:
        """Return whether the caches are synced, and whether this process leads."""
        return measured.State(self.manager.ready(), self.manager.is_leading)

    def replay(self) -> None:
        """Look at every fleet again."""
        self._fleets.replay()

    def _informer(self, client: Client, type_: type[Any], namespace: str) -> shared.Informer[Any, Any]:
        view = _ready_replicas if type_ is fleet.StatefulSet else apply.nothing
        labels = f"{fleet.GROUP}/own=yes"
        wanted = self._applier.children(fleet.KINDS[type_], type_, labels=labels, view=view, namespace=namespace)
        return shared.Informer(client, wanted)

    def _manager(self, elector: Elector) -> Manager:
        manager = Manager(elector=elector)
        self._fleets.add_handler(sources.of_objects(self._controller))
        manager.add_informer(self._fleets)
        for informer in self._children.values():
            informer.add_handler(sources.of_children(self._controller, fleet.FLEETS))
            manager.add_informer(informer)
        manager.add_controller(self._controller)
        return manager

    async def _reconcile(self, key: Key) -> loop.Result:
        entry = self._fleets.store.get(key)
        if entry is None or entry.view is None:
            return loop.Result()
        seen = entry.view
        await self._applier.apply_all(
            entry.metadata, lambda: (apply.Child(self._children[type(each)], each) for each in fleet.children(seen))
        )
        statefulset = self._children[fleet.StatefulSet].store.get(key)
        ready = statefulset.view if statefulset and statefulset.view else 0
        await self._status.write(
            self._fleets, entry.metadata, previous=seen.status, wanted=Status(seen.spec.note, ready)
        )
        return loop.Result()


def _ready_replicas(statefulset: fleet.StatefulSet) -> int:
    return statefulset.status.ready_replicas


async def main(config: Path, namespace: str) -> None:
    """Run until stdin ends."""
    requests, access = measured.Requests(), kubeconfig.load(config)
    async with HttpClient(access) as own:
        elector = Elector(own, lease=Key(namespace, LEASE), identity=str(os.getpid()))
        await _run(HttpClient(access, counters=requests, permit=elector.permit), elector, namespace, requests)


async def _run(opening: HttpClient, elector: Elector, namespace: str, requests: measured.Requests) -> None:
    async with opening as client:
        operator = Operator(client, namespace, elector)
        stop = asyncio.Event()
        running = asyncio.create_task(operator.manager.run(stop))
        gc.collect()
        gc.freeze()
        await measured.serve(requests, {"replay": operator.replay}, operator.state)
        stop.set()
        await running


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
