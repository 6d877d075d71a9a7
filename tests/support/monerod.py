# SPDX-License-Identifier: Apache-2.0
"""Real `monerod` processes on loopback, closed to the outside: no seeds, no look-ups, no peers but the named ones.

A daemon that does not come up fails with the end of its log, so that nobody has to run the test a second time.
"""

import asyncio
import contextlib
import dataclasses
import os
import shutil
import signal
import subprocess
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from aiomonero import errors
from aiomonero.node import Node
from aiomonero.transport.call import Policy
from aiomonero.transport.tls import Trust
from aiomonero.types.login import Login
from localkube import debian
from tests.support import certificates, loopback

START_TIMEOUT_SECONDS = 30.0
KILL_TIMEOUT_SECONDS = 10.0
QUICK = Policy(timeout_seconds=10.0, attempts=1)

ADDRESS = "48LjwvMbeEniTbZuLLVE14HSVZeVZeGZQ8gdEmrjQUNJPFAdtrHqNaUSMT1Xhzehxyj21vSMuJ5358BnD5BEM8vANHn83Zy"
"""Of a wallet that was made for the test vectors and thrown away; regtest has mainnet's format."""

REGTEST = ("--regtest", "--keep-fakechain", "--fixed-difficulty=1")
# The daemon makes an RSA key for TLS at every start of an empty folder, which costs seconds of CPU: disabled.
_NO_TLS = ("--rpc-ssl=disabled",)
_CLOSED = ("--check-updates=disabled", "--disable-dns-checkpoints", "--no-igd", "--max-connections-per-ip=10")


@dataclasses.dataclass(frozen=True, slots=True)
class Monerod:
    """A running daemon; `signal` it to see how others bear that."""

    process: subprocess.Popen[bytes]
    p2p_port: int
    rpc_port: int
    restricted_port: int
    log: Path
    scheme: str = "http"
    login: Login | None = None

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.rpc_port}"

    @property
    def restricted_url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.restricted_port}"

    def node(self) -> Node:
        return Node(self.url, policy=QUICK, login=self.login, trust=Trust(is_insecure=True))

    def signal(self, number: signal.Signals) -> None:
        """Send a signal; SIGSTOP has stopped every thread when this returns."""
        self.process.send_signal(number)
        if number is signal.SIGSTOP:
            os.waitid(os.P_PID, self.process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(KILL_TIMEOUT_SECONDS)


@dataclasses.dataclass(frozen=True, slots=True)
class Ports:
    """Free ports of loopback, picked together so that they differ."""

    p2p: int
    rpc: int
    restricted: int

    @classmethod
    def pick(cls) -> "Ports":
        return cls(*loopback.free_ports(len(dataclasses.fields(cls))))


@contextlib.asynccontextmanager
async def running(
    folder: Path,
    *flags: str,
    peers: Sequence[Monerod] = (),
    ports: Ports | None = None,
    is_lonely: bool = False,
    network: Sequence[str] = REGTEST,
    login: Login | None = None,
    tls: certificates.Pair | None = None,
    command: Sequence[str] = (),
) -> AsyncIterator[Monerod]:
    """Run a daemon until the end of the block; it answers when the block begins.

    Without peers it is `--offline`, or, `is_lonely`, dials only itself as the first node of a network does.
    `command` starts the monerod of another release (`releases.programs`).
    """
    ports = ports or Ports.pick()
    partners = [peer.p2p_port for peer in peers] or ([ports.p2p] if is_lonely else [])
    exclusive = [f"--add-exclusive-node=127.0.0.1:{port}" for port in partners] or ["--offline"]
    flags = (*network, *_CLOSED, *(_tls(tls) if tls else _NO_TLS), "--no-zmq", *exclusive, *flags)
    daemon = _start(command or (program(),), folder, ports, flags, login)
    if tls:
        daemon = dataclasses.replace(daemon, scheme="https")
    try:
        await _until_answering(daemon)
        yield daemon
    finally:
        # A clean stop takes a second, and nobody reads what the daemon leaves; its database survives SIGKILL anyway.
        daemon.kill()


def _tls(pair: certificates.Pair) -> tuple[str, ...]:
    return "--rpc-ssl=enabled", f"--rpc-ssl-certificate={pair.certificate}", f"--rpc-ssl-private-key={pair.key}"


def _start(program: Sequence[str], folder: Path, ports: Ports, flags: Sequence[str], login: Login | None) -> Monerod:
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "output.log"
    command = [
        *program,
        "--non-interactive",
        f"--data-dir={folder}",
        f"--log-file={os.devnull}",
        "--p2p-bind-ip=127.0.0.1",
        f"--p2p-bind-port={ports.p2p}",
        f"--rpc-bind-port={ports.rpc}",
        "--rpc-restricted-bind-ip=127.0.0.1",
        f"--rpc-restricted-bind-port={ports.restricted}",
        *flags,
    ]
    environment = {**os.environ, "RPC_LOGIN": f"{login.username}:{login.password}"} if login else None
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=environment
        )
    return Monerod(process, ports.p2p, ports.rpc, ports.restricted, log, login=login)


def program() -> str:
    """Return the program to run, installed if need be."""
    program = os.environ.get("MONEROD", "monerod")
    if program == "monerod" and not shutil.which(program):
        debian.install(["monero"])
    assert shutil.which(program), f"MONEROD is {program}, and there is no such program"
    return program


async def until_synchronized(daemon: Monerod, *, seconds: float = 20.0) -> None:
    """Poll until the daemon met a peer that is no further than itself, or caught up with one."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    async with daemon.node() as node:
        while not (await node.rpc.get_info()).synchronized:
            assert loop.time() < deadline, f"not synchronized; the end of its log:\n{_tail(daemon.log)}"
            await asyncio.sleep(0.05)


async def _until_answering(daemon: Monerod) -> None:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + START_TIMEOUT_SECONDS
    async with daemon.node() as node:
        while loop.time() < deadline and daemon.process.poll() is None:
            with contextlib.suppress(errors.TransportError):
                await node.rpc.get_info()
                return
            await asyncio.sleep(0.05)
    raise AssertionError(f"monerod does not answer; the end of its log:\n{_tail(daemon.log)}")


def _tail(log: Path, lines: int = 30) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
