# SPDX-License-Identifier: Apache-2.0
"""A network namespace like a pod's: one cable, a name server that is told of, and a witness at the cable's other end.

Behind the cable there is nothing but the `door`, a SOCKS5 proxy that only tor is told of: nothing that leaves a program
in the pod can leave the machine, and every packet that is not for the door is one too many. The namespaces have no
names and end with the processes that hold them.
"""

from __future__ import annotations

import contextlib
import ctypes
import ipaddress
import re
import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from localkube import debian

ADDRESS, OUTSIDE = "10.77.0.2", "10.77.0.1"
ADDRESS6, OUTSIDE6 = "fd77::2", "fd77::1"
NAME_SERVER = "10.96.0.10"
DOOR_PORT = 1080
MONEROD_USER, TOR_USER = 1000, 1001
_CLONE_NEWNET = 0x40000000
# what the kernel says by itself, to find its neighbors, is no program's doing
_KERNEL = "arp or icmp6 or igmp or (ip6 and ip6[6] == 0)"
_LEAKS = f"not ({_KERNEL}) and not (tcp and host {OUTSIDE} and port {DOOR_PORT})"
_DIALS = "tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn or (ip6[6] == 6 and ip6[53] & 0x12 == 2) or udp"
_DATA = "tcp[((tcp[12:1] & 0xf0) >> 2)"
_HOLD = 'mount --bind "$0" /etc/resolv.conf && echo held && exec sleep infinity'


class Pod:
    """The namespace while it is there; what runs in it is started by `command`."""

    def __init__(self, folder: Path) -> None:
        self._files = {interface: folder / f"{interface}.pcap" for interface in ("lo", "eth0")}
        folder.mkdir(exist_ok=True)
        resolver = folder / "resolv.conf"
        resolver.write_text(f"nameserver {NAME_SERVER}\noptions timeout:1 attempts:1\n")
        self._inside, self._outside = (_hold(resolver) for _ in range(2))
        self._captures: list[subprocess.Popen[str]] = []

    def command(self, user: int = 0) -> tuple[str, ...]:
        """Return what starts a program in the pod, as somebody without rights unless it is root."""
        enter = _enter(self._inside.pid)
        if not user:
            return enter
        # Of all rights only that to read every folder is left: the programs may lie in the home of who runs the tests.
        rights = [f"--{kind}=-all,+dac_read_search" for kind in ("inh-caps", "ambient-caps", "bounding-set")]
        return (*enter, "setpriv", f"--reuid={user}", f"--regid={MONEROD_USER}", "--clear-groups", *rights)

    def run(self, *command: str) -> str:
        """Run a program in the pod as root until it ends."""
        return _run(*self.command(), *command)

    def elsewhere(self) -> tuple[str, ...]:
        """Return what starts a program at the other end of the cable."""
        return _enter(self._outside.pid)

    def door(self) -> socket.socket:
        """Return a listening socket at the other end of the cable, for a server that is elsewhere."""
        return _in_namespace(self._outside.pid, lambda: socket.create_server((OUTSIDE, DOOR_PORT)))

    def leaks(self) -> list[str]:
        """Return every packet on the cable that is not for the door; names asked for by DNS among them."""
        return _read(self._files["eth0"], _LEAKS)

    def passed(self) -> int:
        """Return how many packets went by the door."""
        return len(_read(self._files["eth0"], f"dst host {OUTSIDE} and tcp dst port {DOOR_PORT}"))

    def dialed(self) -> set[int]:
        """Return the ports of loopback that somebody in the pod opened a connection or sent a datagram to."""
        lines = _read(self._files["lo"], _DIALS)
        return {int(port) for line in lines for port in re.findall(r" > \S+\.(\d+): ", line)}

    def handed_on(self, address: str) -> int:
        """Return how often somebody in the pod asked a SOCKS4 proxy for an IPv4 address."""
        wanted = f"{_DATA}:1] = 4 and {_DATA} + 4:4] = {int(ipaddress.IPv4Address(address))}"
        return len(_read(self._files["lo"], f"tcp and {wanted}"))

    def connect(self) -> None:
        """Lay the cable."""
        ends = {self._inside.pid: (ADDRESS, ADDRESS6), self._outside.pid: (OUTSIDE, OUTSIDE6)}
        first, second = map(str, ends)
        veth = ("ip", "link", "add", "eth0", "netns", first, "type", "veth", "peer", "name", "eth0", "netns", second)
        _run(*veth)
        for holder, (address, address6) in ends.items():
            own = (f"address add {address}/24 dev eth0", f"address add {address6}/64 dev eth0 nodad")
            for words in ("link set lo up", "link set eth0 up", *own):
                _run(*_enter(holder), "ip", *words.split())
            _run(*_enter(holder), "sysctl", "-qw", "net.ipv4.ip_forward=0")
        for gateway in (OUTSIDE, OUTSIDE6):
            self.run("ip", "route", "add", "default", "via", gateway)

    def watch(self) -> None:
        """Start capturing, on loopback in the pod and at the other end of the cable."""
        holders = {"lo": self._inside, "eth0": self._outside}
        for interface, file in self._files.items():
            command = ("tcpdump", "-i", interface, "-Z", "root", "--immediate-mode", "-U", "-w", str(file), "-s", "128")
            enter = _enter(holders[interface].pid)
            process = subprocess.Popen((*enter, *command), stderr=subprocess.PIPE, text=True, start_new_session=True)
            self._captures.append(process)
            assert process.stderr is not None
            while "listening on" not in (said := process.stderr.readline()):
                assert said, f"tcpdump on {interface} ended before it captured"

    def close(self) -> None:
        """End the captures and the namespaces."""
        for capture in self._captures:
            capture.send_signal(signal.SIGINT)
            capture.communicate(timeout=10)
        for holder in (self._inside, self._outside):
            holder.kill()
            holder.communicate(timeout=10)


@contextlib.contextmanager
def made(folder: Path) -> Iterator[Pod]:
    """Make the pod, and capture all that leaves it, until the end of the block."""
    for program, package in (("tcpdump", "tcpdump"), ("ip", "iproute2"), ("nft", "nftables")):
        if not shutil.which(program):
            debian.install([package])
    pod = Pod(folder)
    try:
        pod.connect()
        pod.watch()
        yield pod
    finally:
        pod.close()


def _hold(resolver: Path) -> subprocess.Popen[str]:
    command = ("unshare", "--net", "--mount", "sh", "-c", _HOLD, str(resolver))
    holder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n", "no namespace was made: this takes root"
    return holder


def _enter(holder: int) -> tuple[str, ...]:
    return "nsenter", f"--target={holder}", "--net", "--mount", "--wdns=/"


def _in_namespace(holder: int, make: Callable[[], socket.socket]) -> socket.socket:
    """Make a socket in a namespace: a socket stays in the one it was made in, and entering one is a thread's matter."""
    made: list[socket.socket] = []

    def enter() -> None:
        with Path(f"/proc/{holder}/ns/net").open("rb") as namespace:
            if ctypes.CDLL(None, use_errno=True).setns(namespace.fileno(), _CLONE_NEWNET):
                raise OSError(ctypes.get_errno(), "the namespace cannot be entered")
        made.append(make())

    thread = threading.Thread(target=enter)
    thread.start()
    thread.join()
    return made[0]


def _read(file: Path, expression: str) -> list[str]:
    return _run("tcpdump", "-n", "-r", str(file), expression).splitlines()


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert not done.returncode, f"{' '.join(command)}: {done.stderr}"
    return done.stdout
