# SPDX-License-Identifier: Apache-2.0
"""What pods put on the wire: captured on every machine, and counted by the kernel where no route existed."""

from __future__ import annotations

import contextlib
import os
import pathlib
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from typing import Protocol

from localkube import debian
from tools import cluster

MACHINES = ("n1", "n2", "n3")
PODS = "10.244.0.0/16"
INSIDE = (PODS, "10.96.0.0/16", "10.90.0.0/24", "224.0.0.0/4")
OUTSIDE = f"src net {PODS} and not (" + " or ".join(f"dst net {net}" for net in INSIDE) + ")"
FILTER = f"({OUTSIDE}) or dst port 53"
BEGINNINGS = f"ip and src net {PODS} and (not tcp or tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn)"
"""What pods say first, to whomever: connections that they open, and all that is no connection."""

_TO = re.compile(r"> (\d+\.\d+\.\d+\.\d+)(?:\.(\d+))?:")

# for each network namespace of a pod: its address, and how many packets had no route
NO_ROUTE = """
for ns in /run/netns/*; do
  nsenter --net=$ns sh -c '
    ip -4 -o addr show eth0 | awk "{print \\$4}"
    awk "/^Ip: [0-9]/ {print \\$13}" /proc/self/net/snmp' | paste -sd" "
done
"""


class Witness(Protocol):
    """What is known of the packets of all pods."""

    without_route: dict[str, int]

    def count(self) -> None:
        """Look at the kernels' counts; a pod that is gone later has been looked at."""

    def outside(self) -> list[str]:
        """Return every captured packet that a pod sent to an address outside the cluster."""

    def queried_names(self) -> set[str]:
        """Return every name that was asked of a DNS server."""

    def begun(self, source: str) -> set[tuple[str, str]]:
        """Return to whom an address has said something first: address and port; it takes a watch of BEGINNINGS."""


class Blind:
    """Sees nothing, where there is no machine to look at."""

    def __init__(self) -> None:
        self.without_route: dict[str, int] = {}

    def count(self) -> None: ...

    def outside(self) -> list[str]:
        return []

    def queried_names(self) -> set[str]:
        return set()

    def begun(self, source: str) -> set[tuple[str, str]]:
        return set()


@contextlib.contextmanager
def watching(directory: pathlib.Path, what: str = FILTER) -> Iterator[Witness]:
    """Capture on every machine until the block ends; what was captured can be read meanwhile."""
    if not shutil.which("tcpdump"):
        debian.install(["tcpdump"])
    capture = Capture(directory, what)
    try:
        capture.start()
        yield capture
    finally:
        capture.stop()


class Capture:
    """A tcpdump in each machine's network namespace, writing to a file of its own, and the counts of each pod."""

    def __init__(self, directory: pathlib.Path, what: str) -> None:
        self.without_route: dict[str, int] = {}
        self._what = what
        self._files = {machine: directory / f"{machine}.pcap" for machine in MACHINES}
        self._running: list[subprocess.Popen[str]] = []

    def start(self) -> None:
        """Start capturing; each capture says when it is on."""
        for machine, file in self._files.items():
            command = _inside(machine, "tcpdump", "-i", "any", "-Z", "root", "-U", "-w", str(file), self._what)
            process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
            self._running.append(process)
            assert process.stderr is not None
            said = process.stderr.readline()
            while said and "listening on" not in said:
                said = process.stderr.readline()
            assert said, f"tcpdump on {machine} ended before it captured"

    def stop(self) -> None:
        """End every capture."""
        for process in self._running:
            # entering a machine's processes takes a parent, and only its child captures: end both
            os.killpg(process.pid, signal.SIGINT)
            process.communicate(timeout=10)
        self._running.clear()

    def count(self) -> None:
        """Look at the kernels' counts; addresses are not given twice within minutes."""
        self.without_route |= without_route()

    def outside(self) -> list[str]:
        """Return every captured packet that a pod sent to an address outside the cluster."""
        return [line for file in self._files.values() for line in _read(file, OUTSIDE)]

    def queried_names(self) -> set[str]:
        """Return every name that was asked of a DNS server."""
        lines = [line for file in self._files.values() for line in _read(file, "dst port 53")]
        return {name.rstrip(".").lower() for line in lines for name in re.findall(r" [A-Z]+\? (\S+)", line)}

    def begun(self, source: str) -> set[tuple[str, str]]:
        """Return to whom an address has said something first: address and port; it takes a watch of BEGINNINGS."""
        lines = [line for file in self._files.values() for line in _read(file, f"src host {source}")]
        return {(match[1], match[2] or "") for line in lines if (match := _TO.search(line))}


def without_route() -> dict[str, int]:
    """Return, by pod address, how many packets the pod tried to send for which its kernel knew no route."""
    counts = {}
    for machine in MACHINES:
        text = subprocess.run(_inside(machine, "sh", "-c", NO_ROUTE), capture_output=True, text=True, check=True).stdout
        for line in text.splitlines():
            address, _, count = line.partition(" ")
            if count:
                counts[address.partition("/")[0]] = int(count)
    return counts


def _inside(machine: str, *command: str) -> list[str]:
    return [*cluster.LOCALKUBE, "exec", machine, *command]


def _read(file: pathlib.Path, expression: str) -> list[str]:
    done = subprocess.run(["tcpdump", "-n", "-r", str(file), expression], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()
