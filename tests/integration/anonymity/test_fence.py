# SPDX-License-Identifier: Apache-2.0
"""The fence of a pod, by packets: what leaves a network namespace, sent by whom."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator

from tests.support import pod, secluded

NODE, ROUTER = 1000, 1001
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


HERE, THERE = (pod.ADDRESS, pod.ADDRESS6), (pod.OUTSIDE, pod.OUTSIDE6)
# Joins a group, of which the kernel tells at once, and leaves it.
JOIN = """
import socket
with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as one:
    one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP,
        socket.inet_pton(socket.AF_INET6, "ff15::123") + socket.if_nametoindex("eth0").to_bytes(4, "little"))
"""
# Sends something to somebody's own machine, in each way that a capture must know.
TALK = """
import contextlib, socket
for family, kind, port in ((socket.AF_INET6, socket.SOCK_STREAM, 1), (socket.AF_INET, socket.SOCK_DGRAM, 2)):
    with socket.socket(family, kind) as one, contextlib.suppress(OSError):
        one.connect(("::1" if family == socket.AF_INET6 else "127.0.0.1", port))
        one.send(b"x")
"""


@contextlib.contextmanager
def listening(*command: str) -> Iterator[subprocess.Popen[str]]:
    """Run a program until the end of the block; it listens when that begins."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout.readline() == "listening\n"
            yield process
        finally:
            process.kill()


def test_nothing_leaves_a_pod_but_its_routers_and_answers(tmp_path):
    """Neither a node's connections nor anybody's questions for names; whoever asks the node gets an answer.

    The fence is set twice, since an init step may run again; it counts what programs tried, and nothing else.
    """
    python = (sys.executable, "-c")
    with pod.made(tmp_path / "pod") as made:
        there = (*made.elsewhere(), *python)
        with listening(*there, WITNESS) as witness, listening(*made.command(), *python, GREET):
            made.run(*python, TRY, str(NODE), *THERE)
            for _ in range(2):
                made.run(sys.executable, "-m", "monero_agent", "fence", f"--user={ROUTER}")
            before = secluded.held_back(made)
            made.run(*python, TRY, str(NODE), *THERE)
            made.run(*python, TRY, str(ROUTER), *THERE)
            counted = secluded.held_back(made)

            assert subprocess.check_output([*there, ASK, *HERE], text=True, timeout=60) == "hello" * 2
            assert made.run(*python, ASK, "127.0.0.1", "::1") == "hello" * 2
            witness.terminate()
            seen = [line.split() for line in witness.stdout.read().splitlines()]

    unfenced, fenced = seen[:12], seen[12:]
    assert len({(kind, port, peer) for kind, port, peer in unfenced}) == 12
    assert sorted((kind, port, peer.removeprefix("::ffff:")) for kind, port, peer in fenced) == sorted(
        (kind, "18080", peer) for kind in ("SOCK_STREAM", "SOCK_DGRAM") for peer in HERE
    )
    assert before == {"names": 0, "others": 0}
    assert all(counted.values())


def test_packets_of_the_kernel_are_not_counted(tmp_path):
    """It tells routers of the multicast groups that it joined: nobody's attempt to get past the fence."""
    with pod.made(tmp_path / "pod") as made:
        made.run(sys.executable, "-m", "monero_agent", "fence", f"--user={ROUTER}")
        made.run(sys.executable, "-c", JOIN)

        assert secluded.held_back(made) == {"names": 0, "others": 0}


def test_a_capture_sees_datagrams_and_connections_by_either_protocol(tmp_path):
    """What it does not see would not be missed."""
    with pod.made(tmp_path / "pod") as made:
        made.run(sys.executable, "-c", TALK)

        assert made.dialed() == {1, 2}


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
