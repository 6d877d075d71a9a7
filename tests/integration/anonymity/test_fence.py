# SPDX-License-Identifier: Apache-2.0
"""The fence of a pod, by packets: what leaves a network namespace, sent by whom."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import waiting

NODE, ROUTER = 1000, 1001
NET = {4: ("10.77.0.1", "10.77.0.2"), 6: ("fd77::1", "fd77::2")}
OPEN = 7777

# Notes each datagram and connection by its port, and says that it listens.
WITNESS = """
import selectors, socket
ready = selectors.DefaultSelector()
for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
    for port in (53, 853, 18080):
        one = socket.socket(socket.AF_INET6, kind)
        one.bind(("::", port))
        if kind == socket.SOCK_STREAM:
            one.listen()
        ready.register(one, selectors.EVENT_READ, (kind.name, port))
print("listening", flush=True)
while True:
    for key, _ in ready.select():
        kind, port = key.data
        if kind == "SOCK_STREAM":
            taken, peer = key.fileobj.accept()
            taken.close()
        else:
            _, peer = key.fileobj.recvfrom(100)
        print(kind, port, peer[0], flush=True)
"""
# Tries everything as one user; what comes of it is for the witness to say.
TRY = """
import os, socket, sys
os.setgid(int(sys.argv[1]))
os.setuid(int(sys.argv[1]))
for address in sys.argv[2:]:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    for port in (53, 853, 18080):
        for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
            with socket.socket(family, kind) as one:
                one.settimeout(0.4)
                try:
                    one.connect((address, port))
                    one.send(b"x")
                except OSError:
                    pass
"""
GREET = f"""
import os, socket
os.setuid({NODE})
server = socket.create_server(("::", {OPEN}), family=socket.AF_INET6, dualstack_ipv6=True)
print("listening", flush=True)
while True:
    taken, _ = server.accept()
    taken.sendall(b"hello")
    taken.close()
"""
ASK = f"""
import socket, sys
for address in sys.argv[1:]:
    with socket.create_connection((address, {OPEN}), 5) as one:
        sys.stdout.write(one.recv(5).decode())
"""


class Namespace:
    """A network namespace, for as long as a process holds it."""

    def __init__(self, holder: subprocess.Popen[bytes]) -> None:
        self.pid = holder.pid

    def run(self, *words: str, **more: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self._inside(words), check=True, capture_output=True, text=True, timeout=60, **more)

    @contextlib.contextmanager
    def running(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        """Run a program until the end of the block; it listens when that begins."""
        with subprocess.Popen(self._inside(words), stdout=subprocess.PIPE, text=True) as process:
            try:
                assert process.stdout.readline() == "listening\n"
                yield process
            finally:
                process.kill()

    def _inside(self, words: tuple[str, ...]) -> list[str]:
        return ["nsenter", f"--net=/proc/{self.pid}/ns/net", *words]


@contextlib.contextmanager
def namespace() -> Iterator[Namespace]:
    """Make one without a name."""
    own = Path("/proc/self/ns/net").readlink()
    with subprocess.Popen(["unshare", "--net", "sleep", "600"]) as holder:
        try:
            waiting.until(
                lambda: Path(f"/proc/{holder.pid}/ns/net").readlink() != own, seconds=10, what="a namespace", every=0.01
            )
            yield Namespace(holder)
        finally:
            holder.kill()


@pytest.fixture
def pod_and_world() -> Iterator[tuple[Namespace, Namespace]]:
    """A pod's namespace, and one that stands for everything else."""
    if os.geteuid() != 0 or not shutil.which("nft"):
        pytest.skip("needs root and nft")
    with namespace() as pod, namespace() as world:
        pod.run("ip", "link", "add", "eth0", "type", "veth", "peer", "name", "eth0", "netns", str(world.pid))
        for number, each in enumerate((pod, world)):
            each.run("ip", "link", "set", "lo", "up")
            each.run("ip", "link", "set", "eth0", "up")
            each.run("ip", "address", "add", f"{NET[4][number]}/24", "dev", "eth0")
            each.run("ip", "address", "add", f"{NET[6][number]}/64", "dev", "eth0", "nodad")
        yield pod, world


def test_nothing_leaves_a_pod_but_its_routers_and_answers(pod_and_world):
    """Neither a node's connections nor anybody's questions for names; whoever asks the node gets an answer.

    The fence is set twice, since an init step may run again.
    """
    pod, world = pod_and_world
    python, there, here = (sys.executable, "-c"), [NET[4][1], NET[6][1]], [NET[4][0], NET[6][0]]
    with world.running(*python, WITNESS) as witness, pod.running(*python, GREET):
        pod.run(*python, TRY, str(NODE), *there)
        for _ in range(2):
            pod.run(sys.executable, "-m", "monero_agent", "fence", f"--user={ROUTER}")
        pod.run(*python, TRY, str(NODE), *there)
        pod.run(*python, TRY, str(ROUTER), *there)

        assert world.run(*python, ASK, *here).stdout == "hello" * 2
        assert pod.run(*python, ASK, "127.0.0.1", "::1").stdout == "hello" * 2
        witness.terminate()
        seen = [line.split() for line in witness.stdout.read().splitlines()]

    unfenced, fenced = seen[:12], seen[12:]
    assert len({(kind, port, peer) for kind, port, peer in unfenced}) == 12
    assert sorted((kind, port, peer.removeprefix("::ffff:")) for kind, port, peer in fenced) == sorted(
        (kind, "18080", peer) for kind in ("SOCK_STREAM", "SOCK_DGRAM") for peer in here
    )


def test_a_fence_that_the_kernel_refuses_ends_the_step_with_an_error(capfd):
    """Without NET_ADMIN; the pod then does not start, and says why."""
    words = ["setpriv", "--bounding-set=-net_admin", "--inh-caps=-net_admin", sys.executable, "-m", "monero_agent"]
    done = subprocess.run(
        ["unshare", "--net", *words, "fence", f"--user={ROUTER}"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 1
    assert "NET_ADMIN" in done.stderr
