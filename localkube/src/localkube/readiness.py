# SPDX-License-Identifier: Apache-2.0
"""Is what the API server tells true for this life of the machines? Pure.

After a power cut etcd still says Ready and Running; only news from after a node's start counts.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from localkube.api import Document

_LOST_IN_POWER_CUT = frozenset({"Unknown", "ContainerStatusUnknown"})


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
    if _seconds(_condition(node, "Ready")["lastHeartbeatTime"]) < since:
        return "sent no sign of life since it was started"
    if taints := node["spec"].get("taints"):
        return f"is tainted with {taints[0]['key']}"
    return None


def is_ready(node: Document) -> bool:
    """Tell whether a node's Ready condition is true."""
    return str(_condition(node, "Ready").get("status")) == "True"


def stale_pod(pods: Iterable[Document], started: Mapping[str, int]) -> str | None:
    """Name a pod that its node has not looked at since the node was started; None if there is none."""
    for pod in pods:
        since = started.get(pod["spec"].get("nodeName", ""), 0)
        if any(_is_stale(state, since) for state in _container_states(pod)):
            return f"pod {_name(pod)} is not up again"
    return None


def _is_stale(state: Document, since: int) -> bool:
    """Tell whether a container is said to run since before, or to have ended in the power cut and not begun again."""
    if running := state.get("running"):
        return _seconds(running["startedAt"]) < since
    return since > 0 and str(state.get("terminated", {}).get("reason")) in _LOST_IN_POWER_CUT


def unready_pod(pods: Iterable[Document], expected: int) -> str | None:
    """Say which of some pods is not ready; None if as many as expected are."""
    kept = [pod for pod in pods if "deletionTimestamp" not in pod["metadata"]]
    for pod in kept:
        if str(_condition(pod, "Ready").get("status")) != "True":
            return f"pod {_name(pod)} is not ready"
    return None if len(kept) >= expected else f"there are {len(kept)} pods of {expected}"


def _container_states(pod: Document) -> Iterator[Document]:
    if pod["spec"].get("restartPolicy") == "Always" and "deletionTimestamp" not in pod["metadata"]:
        for status in pod.get("status", {}).get("containerStatuses", []):
            yield status["state"]


def _name(pod: Document) -> str:
    return f"{pod['metadata']['namespace']}/{pod['metadata']['name']}"


def _condition(item: Document, kind: str) -> Document:
    conditions = item.get("status", {}).get("conditions", [])
    return next((condition for condition in conditions if condition["type"] == kind), {})


def _seconds(timestamp: str) -> int:
    return int(dt.datetime.fromisoformat(timestamp).timestamp())
