# SPDX-License-Identifier: Apache-2.0
"""The table of machines."""

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from localkube import machine, network, procfs, readiness
from localkube.api import Api, Document, UnreachableError
from localkube.machine import Running
from localkube.settings import Machine, Settings

_HEADER = ("MACHINE", "ROLE", "STATE", "ADDRESS", "PODS", "PID", "UP")
_GOOD_STATES = frozenset({"Ready", "serving"})


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """One machine as it is now."""

    name: str
    role: str
    state: str
    address: str
    pods: str = "-"
    pid: str = "-"
    up: str = "-"


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """What the API server said: which nodes are ready and how many pods run where; None if it is silent."""

    ready: Mapping[str, bool]
    pods: Mapping[str, int]


def look(settings: Settings) -> list[Row]:
    """Look at every machine."""
    running = machine.running()
    answer = _ask(settings) if settings.control_plane.name in running else None
    now = procfs.uptime()
    return [
        row(each, running.get(each.name), answer, is_cut=each.is_node and network.is_cut(settings, each), now=now)
        for each in settings.machines
    ]


def row(each: Machine, running: Running | None, answer: Answer | None, *, is_cut: bool, now: float) -> Row:
    """Describe one machine."""
    role = "node" if each.is_node else "control plane"
    if running is None:
        return Row(each.name, role, "off", each.address)
    pods = str(answer.pods.get(each.name, 0)) if answer and each.is_node else "-"
    up = duration(now - running.started)
    return Row(each.name, role, _state(each, answer, is_cut), each.address, pods, str(running.init_pid), up)


def _state(each: Machine, answer: Answer | None, is_cut: bool) -> str:  # noqa: FBT001 -- private, one caller
    if not each.is_node:
        return "serving" if answer else "starting"
    state = "unknown"
    if answer:
        state = "Ready" if answer.ready.get(each.name) else "NotReady"
    return f"{state}, cut" if is_cut else state


def is_healthy(rows: Iterable[Row]) -> bool:
    """Tell whether every machine does its work."""
    return all(row.state in _GOOD_STATES for row in rows)


def table(rows: Sequence[Row]) -> str:
    """Return the rows as aligned text."""
    cells = [_HEADER, *(dataclasses.astuple(row) for row in rows)]
    widths = [max(len(cell) for cell in column) for column in zip(*cells, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in cells)
    return "\n".join(line.rstrip() for line in lines)


def duration(seconds: float) -> str:
    """Return a time that people read at a glance: 42s, 3m07s, 2h05m, 4d01h."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days}d{hours:02}h"
    if hours:
        return f"{hours}h{minutes:02}m"
    return f"{minutes}m{rest:02}s" if minutes else f"{rest}s"


def _ask(settings: Settings) -> Answer | None:
    try:
        api = Api(settings)
        return summarize(api.items("/api/v1/nodes"), api.items("/api/v1/pods"))
    except UnreachableError:
        return None


def summarize(nodes: Iterable[Document], pods: Iterable[Document]) -> Answer:
    """Reduce the API server's lists to what the table shows."""
    placed = Counter(pod["spec"].get("nodeName", "") for pod in pods if pod["status"].get("phase") == "Running")
    return Answer({node["metadata"]["name"]: readiness.is_ready(node) for node in nodes}, placed)
