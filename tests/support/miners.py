# SPDX-License-Identifier: Apache-2.0
"""The miners of a mining set: what Kubernetes says of their pods, and what their processes were told."""

from __future__ import annotations

import pathlib
from typing import Any

from tools.kubectl import Kubectl

PROCESSES = pathlib.Path("/proc")


def pods(namespace: Kubectl, name: str) -> dict[str, dict[str, Any]]:
    """Return the pods of a mining set by name."""
    found = namespace.items("pods", "--selector", f"utxo.com.br/monerominingnodeset={name}")
    return {pod["metadata"]["name"]: pod for pod in found}


def births(namespace: Kubectl, name: str) -> dict[str, str]:
    """Return the uid of each pod."""
    return {pod: found["metadata"]["uid"] for pod, found in pods(namespace, name).items()}


def status(namespace: Kubectl, name: str) -> dict[str, Any]:
    """Return the status of a mining set."""
    found: dict[str, Any] = namespace.get("monerominingnodeset", name).get("status", {})
    return found


def counts(namespace: Kubectl, name: str) -> tuple[int, int, int]:
    """Return how many miners run, how many wait for a machine, and how many have somebody to work for."""
    found = status(namespace, name)
    return found["readyReplicas"], found["pendingReplicas"], found["connectedReplicas"]


def condition(namespace: Kubectl, name: str, kind: str) -> tuple[str, str, str]:
    """Return status, reason and message of a condition about the newest spec; fails where it is not there yet."""
    found = namespace.get("monerominingnodeset", name)
    (wanted,) = (each for each in found["status"]["conditions"] if each["type"] == kind)
    assert wanted["observedGeneration"] == found["metadata"]["generation"], f"{kind} is about an older spec"
    return wanted["status"], wanted["reason"], wanted["message"]


def arguments(pool: str) -> list[list[str]]:
    """Return the arguments of each xmrig on this computer that works for a pool; machines of ours hide nothing."""
    lines = (_command(path) for path in PROCESSES.glob("[0-9]*/cmdline"))
    return [line for line in lines if line and line[0].endswith("xmrig") and pool in line]


def _command(path: pathlib.Path) -> list[str]:
    try:
        return path.read_bytes().decode(errors="replace").rstrip("\0").split("\0")
    except OSError:  # it has ended
        return []
