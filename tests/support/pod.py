# SPDX-License-Identifier: Apache-2.0
"""A network namespace like a pod's: one cable, a name server that is told of, and a witness at the cable's other end.

Behind the cable there is nothing but the `door`, a SOCKS5 proxy that only tor is told of: nothing that leaves a program
in the pod can leave the machine, and every packet that is not for the door is one too many.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

from localkube import debian

ADDRESS, OUTSIDE = "10.77.0.2", "10.77.0.1"
NAME_SERVER = "10.96.0.10"
DOOR_PORT = 1080
MONEROD_USER, TOR_USER = 1000, 1001
_CLONE_NEWNET = 0x40000000
# what the kernel says by itself, to find its neighbors, is no program's doing
_KERNEL = "arp or icmp6 or igmp or (ip6 and ip6[6] == 0)"
_LEAKS = f"not ({_KERNEL}) and not (tcp and host {OUTSIDE} and port {DOOR_PORT})"
_DIALS = "tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn"


class Pod:
    """The namespace while it is there; what runs in it is started by `command`."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self._files = {interface: folder / f"{interface}.pcap" for interface in ("lo", "eth0")}
        self._running: list[subprocess.Popen[str]] = []

    def command(self, user: int = 0, *, keeps: str = "-all") -> tuple[str, ...]:
        """Return what starts a program in the pod as somebody else, with the name server of the pod."""
        enter = ("ip", "netns", "exec", self.name)
        if not user:
            return enter
        without = ("--inh-caps", keeps, "--bounding-set", keeps, "--no-new-privs")
        return (*enter, "setpriv", f"--reuid={user}", f"--regid={MONEROD_USER}", "--clear-groups", *without)

    def run(self, *command: str) -> str:
        """Run a program in the pod as root until it ends."""
        return _run(*self.command(), *command)

    def door(self) -> socket.socket:
        """Return a listening socket at the other end of the cable, for a server that is elsewhere."""
        return _inside(f"{self.name}-out", lambda: socket.create_server((OUTSIDE, DOOR_PORT)))

    def leaks(self) -> list[str]:
        """Return every packet on the cable that is not for the door; names asked for by DNS among them."""
        return _read(self._files["eth0"], _LEAKS)

    def passed(self) -> int:
        """Return how many packets went by the door."""
        return len(_read(self._files["eth0"], f"dst host {OUTSIDE} and tcp dst port {DOOR_PORT}"))

    def dialed(self) -> set[int]:
        """Return the ports of loopback that somebody in the pod opened a connection to."""
        lines = _read(self._files["lo"], _DIALS)
        return {int(port) for line in lines for port in re.findall(r" > 127\.\d+\.\d+\.\d+\.(\d+):", line)}

    def watch(self) -> None:
        """Start capturing, on loopback in the pod and at the other end of the cable."""
        for interface, file in self._files.items():
            name = self.name if interface == "lo" else f"{self.name}-out"
            command = ("tcpdump", "-i", interface, "-Z", "root", "-U", "-w", str(file), "-s", "128")
            process = subprocess.Popen(
                ("ip", "netns", "exec", name, *command), stderr=subprocess.PIPE, text=True, start_new_session=True
            )
            self._running.append(process)
            assert process.stderr is not None
            while "listening on" not in (said := process.stderr.readline()):
                assert said, f"tcpdump on {interface} ended before it captured"

    def stop(self) -> None:
        """End the captures; they can be read now."""
        for process in self._running:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=10)
        self._running.clear()


@contextlib.contextmanager
def made(folder: Path) -> Iterator[Pod]:
    """Make the pod, and capture all that leaves it, until the end of the block."""
    for program, package in (("tcpdump", "tcpdump"), ("ip", "iproute2"), ("nft", "nftables")):
        if not shutil.which(program):
            debian.install([package])
    name = f"pod-{os.getpid()}"
    resolver = Path("/etc/netns", name, "resolv.conf")
    pod = Pod(name, folder)
    try:
        _make(name)
        resolver.parent.mkdir(parents=True)
        resolver.write_text(f"nameserver {NAME_SERVER}\noptions timeout:1 attempts:1\n")
        pod.watch()
        yield pod
    finally:
        pod.stop()
        shutil.rmtree(resolver.parent, ignore_errors=True)
        for each in (name, f"{name}-out"):
            subprocess.run(("ip", "netns", "delete", each), capture_output=True)


def _make(name: str) -> None:
    out = f"{name}-out"
    for each in (name, out):
        _run("ip", "netns", "add", each)
        _run("ip", "-n", each, "link", "set", "lo", "up")
        _run("ip", "netns", "exec", each, "sysctl", "-qw", "net.ipv4.ip_forward=0")
    _run("ip", "link", "add", "eth0", "netns", name, "type", "veth", "peer", "name", "eth0", "netns", out)
    _run("ip", "-n", name, "address", "add", f"{ADDRESS}/24", "dev", "eth0")
    _run("ip", "-n", out, "address", "add", f"{OUTSIDE}/24", "dev", "eth0")
    for each in (name, out):
        _run("ip", "-n", each, "link", "set", "eth0", "up")
    _run("ip", "-n", name, "route", "add", "default", "via", OUTSIDE)


def _inside(name: str, make: object) -> socket.socket:
    """Make a socket in a namespace: a socket stays in the one it was made in, and entering one is a thread's matter."""
    made: list[socket.socket] = []

    def enter() -> None:
        with Path("/run/netns", name).open("rb") as namespace:
            if ctypes.CDLL(None, use_errno=True).setns(namespace.fileno(), _CLONE_NEWNET):
                raise OSError(ctypes.get_errno(), f"the namespace {name} cannot be entered")
        made.append(make())  # type: ignore[operator]

    thread = threading.Thread(target=enter)
    thread.start()
    thread.join()
    return made[0]


def _read(file: Path, expression: str) -> list[str]:
    return _run("tcpdump", "-n", "-r", str(file), expression).splitlines()


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=30)
    assert not done.returncode, f"{' '.join(command)}: {done.stderr}"
    return done.stdout
