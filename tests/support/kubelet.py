# SPDX-License-Identifier: Apache-2.0
"""Plays what a kube-apiserver alone lacks: pods of StatefulSets that are there and ready, at addresses of loopback.

Behind each address stands the exporter of a daemon that really runs, so that the operator hears of living nodes.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

from monero_operator import naming
from tests.support import relay
from tools.kubectl import Kubectl

REVISION = "r1"
PAUSE_SECONDS = 2.0
COUNTS = ("replicas", "readyReplicas", "availableReplicas", "updatedReplicas")
READY = {"type": "Ready", "status": "True"}


@contextlib.asynccontextmanager
async def running(namespace: Kubectl, exporters: Sequence[int]) -> AsyncIterator[None]:
    """Run every pod until the end of the block, each as one of the exporters, of which these are the ports."""
    addresses = [f"127.0.1.{index + 1}" for index in range(len(exporters))]
    async with contextlib.AsyncExitStack() as stack:
        for address, port in zip(addresses, exporters, strict=True):
            leads = relay.Relay(port, host=address, port=naming.EXPORTER_PORT)
            await stack.enter_async_context(leads.running())
        group = await stack.enter_async_context(asyncio.TaskGroup())
        task = group.create_task(_run_pods(namespace, addresses))
        yield
        task.cancel()


async def _run_pods(namespace: Kubectl, addresses: Sequence[str]) -> None:
    while True:
        await asyncio.to_thread(_run_new_pods, namespace, addresses)
        await asyncio.sleep(PAUSE_SECONDS)


def _run_new_pods(namespace: Kubectl, addresses: Sequence[str]) -> None:
    there = {pod["metadata"]["name"] for pod in namespace.items("pods")}
    for statefulset in namespace.items("statefulsets"):
        new = [pod for pod in _pods(statefulset) if pod["metadata"]["name"] not in there]
        for pod, address in zip(new, itertools.cycle(addresses), strict=False):
            namespace.run("create", "--filename", "-", stdin=json.dumps(pod))
            _tell(namespace, "pod", pod["metadata"]["name"], {"podIP": address, "conditions": [READY]})
        if new:
            count = statefulset["spec"]["replicas"]
            seen = {"observedGeneration": statefulset["metadata"]["generation"], "updateRevision": REVISION}
            _tell(namespace, "statefulset", statefulset["metadata"]["name"], seen | dict.fromkeys(COUNTS, count))


def _tell(namespace: Kubectl, kind: str, name: str, status: dict[str, Any]) -> None:
    patch = json.dumps({"status": status})
    namespace.run("patch", kind, name, "--subresource=status", "--type=merge", "--patch", patch)


def _pods(statefulset: dict[str, Any]) -> Iterator[dict[str, Any]]:
    metadata, template = statefulset["metadata"], statefulset["spec"]["template"]
    owner = {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": metadata["name"], "uid": metadata["uid"]}
    claims = [claim["metadata"]["name"] for claim in statefulset["spec"].get("volumeClaimTemplates", ())]
    volumes = [*template["spec"].get("volumes", ()), *({"name": name, "emptyDir": {}} for name in claims)]
    for ordinal in range(statefulset["spec"]["replicas"]):
        yield {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {
                "name": f"{metadata['name']}-{ordinal}",
                "labels": template["metadata"]["labels"] | {naming.LABEL_REVISION: REVISION},
                "annotations": template["metadata"].get("annotations", {}),
                "ownerReferences": [owner | {"controller": True}],
            },
            "spec": template["spec"] | {"volumes": volumes},
        }
