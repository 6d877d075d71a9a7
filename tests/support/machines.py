# SPDX-License-Identifier: Apache-2.0
"""Breaking localkube's machines and what runs in them. What is broken for a while ends with its block, come what may.

Processes are found by their machine or by their container, seen from outside: no container needs a shell for it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from localkube import machine, procfs
from tools import cluster
from tools.kubectl import Kubectl

CONTROL_PLANE = "cp"
COMMAND_SECONDS = 180
OUT_OF_SERVICE = "node.kubernetes.io/out-of-service=nodeshutdown:NoExecute"
"""What tells Kubernetes that a machine is really off, so that its volumes may be used elsewhere."""


def program(name: str) -> int:
    """Return the process of a program that the control plane's machine keeps running."""
    init = machine.running()[CONTROL_PLANE].init_pid
    return next(found.pid for found in procfs.processes() if found.parent == init and Path(found.argv[0]).name == name)


def daemon(pod: dict[str, Any], container: str) -> int:
    """Return the first process of a pod's container."""
    status = pod["status"]
    states = [*status.get("initContainerStatuses", ()), *status["containerStatuses"]]
    identity = next(each["containerID"] for each in states if each["name"] == container).rpartition("/")[2]
    inside = {found.pid: found.parent for found in procfs.processes() if identity in _groups(found.pid)}
    return next(pid for pid, parent in inside.items() if parent not in inside)


def kill(pid: int) -> None:
    """End a process without a farewell."""
    os.kill(pid, signal.SIGKILL)


@contextlib.contextmanager
def suspended(pid: int) -> Iterator[None]:
    """Let a process stand still, as in a machine that swaps or a virtual one that is moved."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


@contextlib.contextmanager
def dead(client: Kubectl, name: str) -> Iterator[None]:
    """Cut a machine's power; it is back, without the taint of the dead, after the block."""
    _localkube("kill", name)
    try:
        yield
    finally:
        _trust(client, name)
        _localkube("start", name)


@contextlib.contextmanager
def cut(name: str) -> Iterator[None]:
    """Pull a machine's cable; inside the block it runs on, and nobody reaches it."""
    _localkube("cut", name)
    try:
        yield
    finally:
        _localkube("heal", name)


@contextlib.contextmanager
def drained(client: Kubectl, name: str) -> Iterator[None]:
    """Empty a machine as before its maintenance; it takes pods again after the block."""
    try:
        client.run("drain", name, "--ignore-daemonsets", "--delete-emptydir-data", "--timeout=4m", timeout_seconds=250)
        yield
    finally:
        client.run("uncordon", name)


def declare_dead(client: Kubectl, name: str) -> None:
    """Say, as a person who has looked, that a machine is off."""
    client.run("taint", "node", name, OUT_OF_SERVICE, "--overwrite")


def _trust(client: Kubectl, name: str) -> None:
    taints = client.get("node", name)["spec"].get("taints", ())
    if any(OUT_OF_SERVICE.startswith(f"{taint['key']}=") for taint in taints):
        client.run("taint", "node", name, f"{OUT_OF_SERVICE}-")


def _localkube(*arguments: str) -> None:
    subprocess.run([*cluster.LOCALKUBE, *arguments], check=True, capture_output=True, timeout=COMMAND_SECONDS)


def _groups(pid: int) -> str:
    """Return the control groups of a process; none if it has just ended."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cgroup").read_text()
    return ""
