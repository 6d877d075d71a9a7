# SPDX-License-Identifier: Apache-2.0
"""Is what the API server tells true for this life of the machines? Pure.

After a power cut etcd still says Ready and Running; only news from after a node's start counts.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from localkube.api import Document


def unready_node(nodes: Iterable[Document], started: Mapping[str, int]) -> str | None:
    """Say which node is not ready since it was started (seconds of the wall clock); None if all are."""
    by_name = {node["metadata"]["name"]: node for node in nodes}
    for name, since in started.items():
        problem = _problem(by_name.get(name), since)
        if problem:
            return f"node {name} {problem}"
    return None


def _problem(node: Document | None, since: int) -> str | None:
    if node is None:
        return "did not register"
    if not is_ready(node):
        return "is not Ready"
    if _seconds(_ready_condition(node)["lastHeartbeatTime"]) < since:
        return "sent no sign of life since it was started"
    if taints := node["spec"].get("taints"):
        return f"is tainted with {taints[0]['key']}"
    return None


def is_ready(node: Document) -> bool:
    """Tell whether a node's Ready condition is true."""
    return str(_ready_condition(node).get("status")) == "True"


def stale_pod(pods: Iterable[Document], started: Mapping[str, int]) -> str | None:
    """Name a pod whose containers are said to run since before its node was started; None if there is none."""
    for pod in pods:
        since = started.get(pod["spec"].get("nodeName", ""), 0)
        if any(_seconds(begin) < since for begin in _running_since(pod)):
            return f"pod {pod['metadata']['namespace']}/{pod['metadata']['name']} is not up again"
    return None


def _running_since(pod: Document) -> Iterator[str]:
    for status in pod.get("status", {}).get("containerStatuses", []):
        running = status["state"].get("running")
        if running:
            yield running["startedAt"]


def _ready_condition(node: Document) -> Document:
    conditions = node.get("status", {}).get("conditions", [])
    return next((condition for condition in conditions if condition["type"] == "Ready"), {})


def _seconds(timestamp: str) -> int:
    return int(dt.datetime.fromisoformat(timestamp).timestamp())
