# SPDX-License-Identifier: Apache-2.0
"""Monero nodes outside of the cluster, each at an address of its own on the wire between localkube's machines.

Each lives in a network namespace with no other link, so it reaches the machines and nobody else.
"""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

from localkube import settings
from tests.support import monerod

FIRST_ADDRESS = 201
BRIDGE = "br0"
SECONDS = 30


@contextlib.contextmanager
def dialing(peer: str, count: int, folder: Path) -> Iterator[tuple[str, ...]]:
    """Run so many closed regtest nodes that dial one peer, and nobody else, and return their addresses."""
    cluster = settings.load()
    network = cluster.machine_network.rpartition(".")[0]
    addresses = tuple(f"{network}.{FIRST_ADDRESS + number}" for number in range(count))
    with contextlib.ExitStack() as stack:
        for number, address in enumerate(addresses):
            place = stack.enter_context(_place(f"outside-{number}", address, cluster))
            stack.enter_context(_node(place, peer, folder / place))
        yield addresses


@contextlib.contextmanager
def _place(name: str, address: str, cluster: settings.Settings) -> Iterator[str]:
    switch = cluster.isolated(cluster.control_plane)
    _ip("netns", "add", name)
    try:
        _ip("link", "add", name, "netns", switch, "type", "veth", "peer", "name", "eth0", "netns", name)
        _ip("-n", switch, "link", "set", name, "master", BRIDGE, "up")
        _ip("-n", name, "addr", "add", f"{address}/24", "dev", "eth0")
        for link in ("lo", "eth0"):
            _ip("-n", name, "link", "set", link, "up")
        yield name
    finally:
        # The link goes with the namespace that one of its ends is in.
        _ip("netns", "del", name)


@contextlib.contextmanager
def _node(place: str, peer: str, folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True)
    command = (
        *("ip", "netns", "exec", place, monerod.program(), "--non-interactive", *monerod.REGTEST),
        *(f"--data-dir={folder}", "--log-file=/dev/null", "--rpc-ssl=disabled", "--no-zmq", "--no-igd"),
        *("--check-updates=disabled", "--disable-dns-checkpoints", f"--add-exclusive-node={peer}"),
    )
    with (folder / "output.log").open("wb") as output:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
    try:
        yield
    finally:
        process.kill()
        process.wait(SECONDS)


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True, timeout=SECONDS)
