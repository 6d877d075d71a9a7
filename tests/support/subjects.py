# SPDX-License-Identifier: Apache-2.0
"""A set of daemons that is disturbed: what its status says, what runs, and how its clients fare."""

from __future__ import annotations

import dataclasses
from typing import Any

from tests.support.visitor import Visitor
from tools.kubectl import Kubectl

RPC_PORT = 18089


@dataclasses.dataclass(frozen=True, slots=True)
class Subject:
    """One custom resource and what was made of it."""

    namespace: Kubectl
    kind: str
    name: str
    visitor: Visitor

    def pods(self) -> list[dict[str, Any]]:
        """Return its pods, by name."""
        found = self.namespace.items("pods", "--selector", f"utxo.com.br/{self.kind}={self.name}")
        return sorted(found, key=lambda pod: pod["metadata"]["name"])

    def pod(self, ordinal: int) -> dict[str, Any]:
        """Return one of its pods."""
        label = "utxo.com.br/ordinal" if self.kind == "moneronetwork" else "apps.kubernetes.io/pod-index"
        return next(pod for pod in self.pods() if pod["metadata"]["labels"][label] == str(ordinal))

    def is_ready(self) -> bool:
        """Tell whether all its pods serve, and its status says so."""
        found = self.namespace.get(self.kind, self.name)
        pods = self.pods()
        return (
            found["status"].get("observedGeneration") == found["metadata"]["generation"]
            and _is_true(found, "Ready")
            and len(pods) == found["spec"]["replicas"]
            and all(_is_true(pod, "Ready") and not is_terminating(pod) for pod in pods)
        )

    def is_whole(self) -> bool:
        """Tell whether it is ready and no condition says that anything is amiss."""
        found = self.namespace.get(self.kind, self.name)
        return self.is_ready() and all(each["status"] == "True" for each in found["status"]["conditions"])


def visitor(namespace: Kubectl, service: str) -> Visitor:
    """Return a client of the Service of this name; it makes no request yet."""
    return Visitor(lambda: f"{namespace.get('service', service)['spec']['clusterIP']}:{RPC_PORT}")


def is_terminating(found: dict[str, Any]) -> bool:
    """Tell whether an object is on its way out."""
    return "deletionTimestamp" in found["metadata"]


def restarts(pod: dict[str, Any], container: str) -> int:
    """Return how often a pod's container was started again."""
    states = [*pod["status"].get("initContainerStatuses", ()), *pod["status"]["containerStatuses"]]
    count: int = next(each["restartCount"] for each in states if each["name"] == container)
    return count


def _is_true(found: dict[str, Any], kind: str) -> bool:
    conditions = found["status"].get("conditions", ())
    return any(each["type"] == kind and each["status"] == "True" for each in conditions)
