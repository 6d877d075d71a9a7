# SPDX-License-Identifier: Apache-2.0
"""A set of daemons that is disturbed: what its status says, what runs, and how its clients fare."""

from __future__ import annotations

import dataclasses
from typing import Any

from monero_operator import naming
from monero_operator.naming import OwnerKind
from tests.support.visitor import Visitor
from tools.kubectl import Kubectl

RPC_PORT = 18089
READY = "ready"
"""Every pod serves, and the resource says so."""
WHOLE = "whole"
"""Beyond that no condition says that anything is amiss."""


@dataclasses.dataclass(frozen=True, slots=True)
class Subject:
    """One custom resource and what was made of it."""

    namespace: Kubectl
    kind: OwnerKind
    name: str
    visitor: Visitor

    def pods(self) -> list[dict[str, Any]]:
        """Return its pods, by name."""
        found = self.namespace.items("pods", "--selector", f"{self.kind.label}={self.name}")
        return sorted(found, key=lambda pod: str(pod["metadata"]["name"]))

    def pod(self, ordinal: int) -> dict[str, Any]:
        """Return one of its pods."""
        name = {
            OwnerKind.NETWORK: naming.network_pod(self.name, ordinal),
            OwnerKind.NODE_SET: naming.node_pod(self.name, ordinal),
        }[self.kind]
        found: dict[str, Any] = self.namespace.get("pod", name)
        return found

    def births(self) -> dict[str, str]:
        """Return the uid of each pod."""
        return {pod["metadata"]["name"]: pod["metadata"]["uid"] for pod in self.pods()}

    def state(self) -> set[str]:
        """Return which of READY and WHOLE hold."""
        found = self.namespace.get(self.kind.value, self.name)
        told = {each["type"]: each["status"] for each in found.get("status", {}).get("conditions", ())}
        is_current = found.get("status", {}).get("observedGeneration") == found["metadata"]["generation"]
        pods = [pod for pod in self.pods() if _serves(pod)]
        if not is_current or told.get("Ready") != "True" or len(pods) != found["spec"]["replicas"]:
            return set()
        return {READY, WHOLE} if set(told.values()) == {"True"} else {READY}


def visitor(namespace: Kubectl, service: str) -> Visitor:
    """Return a client of the Service of this name; it makes no request yet."""
    return Visitor(lambda: f"{namespace.get('service', service)['spec']['clusterIP']}:{RPC_PORT}")


def claim(pod: dict[str, Any]) -> str:
    """Return the name of the claim of a pod's volume."""
    claims = (each["persistentVolumeClaim"] for each in pod["spec"]["volumes"] if "persistentVolumeClaim" in each)
    return str(next(claims)["claimName"])


def restarts(pod: dict[str, Any], container: str) -> int:
    """Return how often a pod's container was started again."""
    states = [*pod["status"].get("initContainerStatuses", ()), *pod["status"]["containerStatuses"]]
    return int(next(each["restartCount"] for each in states if each["name"] == container))


def is_terminating(found: dict[str, Any]) -> bool:
    """Tell whether an object is on its way out."""
    return "deletionTimestamp" in found["metadata"]


def _serves(pod: dict[str, Any]) -> bool:
    conditions = pod["status"].get("conditions", ())
    is_ready = any(each["type"] == "Ready" and each["status"] == "True" for each in conditions)
    return is_ready and not is_terminating(pod)
