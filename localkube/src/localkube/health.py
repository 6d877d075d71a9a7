# SPDX-License-Identifier: Apache-2.0
"""Waiting until the parts of the cluster do their work; what does not is named, with its log."""

import functools
from collections.abc import Iterable, Mapping, Sequence

from localkube import addons, machine, procfs, readiness, waiting
from localkube.api import Api
from localkube.settings import Machine, Settings

_API_SECONDS = 120.0
_NODE_SECONDS = 120.0
_DNS_SECONDS = 90.0


def wait_for_api(settings: Settings) -> None:
    """Wait until the API server says that it is ready."""
    log = settings.log(settings.control_plane, "kube-apiserver")
    waiting.until_none(functools.partial(_silent, Api(settings)), seconds=_API_SECONDS, log=log)


def wait_for_nodes(settings: Settings, nodes: Sequence[Machine], booted: Iterable[Machine]) -> None:
    """Wait for these nodes, and for the pods of those that were just started."""
    api = Api(settings)
    started = _started(nodes)
    looks = [(node, _unready) for node in nodes] + [(node, _stale) for node in booted if node.is_node]
    for node, look in looks:
        since = {node.name: started[node.name]}
        log = settings.log(node, "kubelet")
        waiting.until_none(functools.partial(look, api, since), seconds=_NODE_SECONDS, log=log)


def wait_for_dns(settings: Settings) -> None:
    """Wait until the DNS servers are ready."""
    log = settings.log(settings.nodes[0], "kubelet")
    waiting.until_none(functools.partial(addons.unready_dns, Api(settings)), seconds=_DNS_SECONDS, log=log)


def _silent(api: Api) -> None:
    api.text("/readyz")


def _unready(api: Api, since: Mapping[str, int]) -> str | None:
    return readiness.unready_node(api.items("/api/v1/nodes"), since)


def _stale(api: Api, since: Mapping[str, int]) -> str | None:
    return readiness.stale_pod(api.items("/api/v1/pods"), since)


def _started(nodes: Iterable[Machine]) -> dict[str, int]:
    """Return when the machines were started, in whole seconds of the wall clock, as Kubernetes writes them."""
    running = machine.running()
    kernel = procfs.boot_time()
    return {node.name: int(kernel + running[node.name].started) for node in nodes}
