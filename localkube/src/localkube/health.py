# SPDX-License-Identifier: Apache-2.0
"""Waiting until the parts of the cluster do their work; what does not is named, with its log."""

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence

from localkube import addons, machine, procfs, readiness, waiting
from localkube.api import Api
from localkube.machine import Running
from localkube.settings import Machine, Settings

_API_SECONDS = 120.0
_NODE_SECONDS = 120.0
_DNS_SECONDS = 90.0


def wait_for_api(settings: Settings) -> None:
    """Wait until the API server says that it is ready."""
    look = functools.partial(_silent, Api(settings))
    _wait(settings, settings.control_plane, look, process="kube-apiserver", seconds=_API_SECONDS)


def wait_for_nodes(settings: Settings, nodes: Sequence[Machine], booted: Iterable[Machine]) -> None:
    """Wait for these nodes, and for the pods of those that were just started."""
    api = Api(settings)
    looks = [(node, _unready) for node in nodes] + [(node, _stale) for node in booted if node.is_node]
    for node, look in looks:
        since = {node.name: _started(machine.expect(settings, node))}
        _wait(settings, node, functools.partial(look, api, since), process="kubelet", seconds=_NODE_SECONDS)


def wait_for_dns(settings: Settings) -> None:
    """Wait until the DNS servers are ready."""
    look = functools.partial(addons.unready_dns, Api(settings))
    _wait(settings, settings.nodes[0], look, process="kubelet", seconds=_DNS_SECONDS)


def _wait(settings: Settings, on: Machine, look: Callable[[], str | None], *, process: str, seconds: float) -> None:
    """Wait for what a process of a machine has to do, as long as the machine lives."""
    found = machine.expect(settings, on)

    def look_alive() -> str | None:
        machine.require(settings, on, found)
        return look()

    waiting.until_none(look_alive, seconds=seconds, log=settings.log(on, process))


def _silent(api: Api) -> None:
    api.text("/readyz")


def _unready(api: Api, since: Mapping[str, int]) -> str | None:
    return readiness.unready_node(api.items("/api/v1/nodes"), since)


def _stale(api: Api, since: Mapping[str, int]) -> str | None:
    return readiness.stale_pod(api.items("/api/v1/pods"), since)


def _started(found: Running) -> int:
    """Return when a machine was started, in whole seconds of the wall clock, as Kubernetes writes them."""
    return int(procfs.boot_time() + found.started)
