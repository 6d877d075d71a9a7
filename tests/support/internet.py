# SPDX-License-Identifier: Apache-2.0
"""An internet of its own for real daemons: each in a network namespace, at an address that daemons tell each other.

A daemon never tells loopback addresses, so peers on 127.0.0.1 cannot be found by asking their neighbors. Here all
addresses are of the ranges for documentation, all on one wire, and no namespace has a route to anywhere else.
"""

from __future__ import annotations

import contextlib
import dataclasses
import ipaddress
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.support import monerod
from tests.support.waiting import until

NETWORKS = ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")
NETWORK6 = "2001:db8::/64"
START_SECONDS = 60
P2P_PORT, RPC_PORT = 18080, 18081

_SECONDS = 30
_ASK = "import sys, urllib.request; print(urllib.request.urlopen(sys.argv[1], b'{}', timeout=10).read().decode())"


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """A machine on the wire: a namespace with one address of each kind."""

    name: str
    address: str
    address6: str

    def command(self, *command: str) -> tuple[str, ...]:
        """Return what runs a command there."""
        return ("ip", "netns", "exec", self.name, *command)


@dataclasses.dataclass(frozen=True, slots=True)
class Daemon:
    """A regtest daemon at its place."""

    place: Place
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def peer(self) -> str:
        """Where others find it."""
        return f"{self.place.address}:{P2P_PORT}"

    @property
    def peer6(self) -> str:
        """Where others find it over IPv6."""
        return f"[{self.place.address6}]:{P2P_PORT}"

    def ask(self, path: str) -> dict[str, Any]:
        """Call the RPC, which only listens inside of the namespace."""
        url = f"http://127.0.0.1:{RPC_PORT}/{path}"
        command = self.place.command(sys.executable, "-c", _ASK, url)
        answer = subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)
        found: dict[str, Any] = json.loads(answer.stdout)
        return found

    def knows(self, other: Daemon) -> bool:
        """Tell whether it would name another daemon to who asks for peers."""
        known = {peer["host"] for peer in self.ask("get_peer_list").get("white_list", ())}
        return bool(known & {other.place.address, other.place.address6})

    def freeze(self) -> None:
        """Stop it where it stands: who connects is let in, and nothing is answered."""
        self.process.send_signal(signal.SIGSTOP)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(_SECONDS)


class Internet:
    """One wire; places are removed with it."""

    def __init__(self, stack: contextlib.ExitStack, folder: Path) -> None:
        self._stack = stack
        self._folder = folder
        self._tag = f"wire{os.getpid()}"
        self._switch = stack.enter_context(_namespace(f"{self._tag}-switch"))
        _ip("-n", self._switch, "link", "add", "wire", "type", "bridge")
        _ip("-n", self._switch, "link", "set", "wire", "up")
        self._count = 0

    def place(self, address: str) -> Place:
        """Add a machine."""
        assert any(ipaddress.ip_address(address) in ipaddress.ip_network(network) for network in NETWORKS)
        self._count += 1
        port, name = f"port{self._count}", f"{self._tag}-{self._count}"
        address6 = str(ipaddress.ip_network(NETWORK6)[self._count])
        self._stack.enter_context(_namespace(name))
        _ip("link", "add", port, "netns", self._switch, "type", "veth", "peer", "name", "eth0", "netns", name)
        _ip("-n", self._switch, "link", "set", port, "master", "wire", "up")
        _ip("-n", name, "addr", "add", f"{address}/32", "dev", "eth0")
        _ip("-n", name, "addr", "add", f"{address6}/64", "dev", "eth0", "nodad")
        for link in ("lo", "eth0"):
            _ip("-n", name, "link", "set", link, "up")
        for network in NETWORKS:
            _ip("-n", name, "route", "add", network, "dev", "eth0")
        return Place(name, address, address6)

    def daemon(self, address: str, *flags: str, program: Sequence[str], dials: Sequence[str] = ()) -> Daemon:
        """Start a regtest daemon that dials these peers and nobody else, and is known to those alone that dial it."""
        place = self.place(address)
        folder = self._folder / place.name
        folder.mkdir(parents=True)
        exclusive = [f"--add-exclusive-node={peer}" for peer in dials or [address]]
        command = place.command(
            *program, "--non-interactive", *monerod.REGTEST, f"--data-dir={folder}", "--log-file=/dev/null",
            "--rpc-ssl=disabled", "--no-zmq", "--no-igd", "--check-updates=disabled", "--disable-dns-checkpoints",
            "--max-connections-per-ip=10", "--p2p-use-ipv6", "--hide-my-port", *exclusive, *flags,
        )  # fmt: skip
        log = folder / "output.log"
        with log.open("wb") as output:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
        daemon = Daemon(place, process, log)
        self._stack.callback(daemon.kill)
        return daemon


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Internet]:
    """Lay a wire; whatever happens, all of it is removed after the block."""
    with contextlib.ExitStack() as stack:
        yield Internet(stack, folder)


def until_known(teller: Daemon, known: Daemon) -> None:
    """Wait until a daemon would tell others about another."""
    until(lambda: teller.knows(known), seconds=START_SECONDS, what=f"{teller.peer} knows {known.peer}")


@contextlib.contextmanager
def _namespace(name: str) -> Iterator[str]:
    _ip("netns", "add", name)
    try:
        yield name
    finally:
        _ip("netns", "del", name)


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True, timeout=_SECONDS)
