# SPDX-License-Identifier: Apache-2.0
"""Real `monerod` processes on free ports of loopback, closed to the outside."""

import contextlib
import dataclasses
import os
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Protocol

from aiomonero.node import Node
from aiomonero.testing import closed, loopback, server
from aiomonero.transport.call import Policy
from aiomonero.transport.tls import Trust
from aiomonero.types.login import Login

QUICK = Policy(timeout_seconds=10.0, attempts=1)
"""For who tries again himself."""

ADDRESS = "48LjwvMbeEniTbZuLLVE14HSVZeVZeGZQ8gdEmrjQUNJPFAdtrHqNaUSMT1Xhzehxyj21vSMuJ5358BnD5BEM8vANHn83Zy"
"""Somebody to mine for: a wallet that was made for test vectors and thrown away; regtest has mainnet's format."""

REGTEST = ("--regtest", "--keep-fakechain", "--fixed-difficulty=1")
"""A chain of one's own, on which every try finds a block."""
# The daemon makes an RSA key for TLS at every start of an empty folder, which costs seconds of CPU: disabled.
_NO_TLS = ("--rpc-ssl=disabled",)
_ANYBODY = Trust(is_insecure=True)


class KeyPair(Protocol):
    """The files of a certificate and its key, in PEM."""

    @property
    def certificate(self) -> Path:
        """What the server shows."""

    @property
    def key(self) -> Path:
        """What the server keeps to itself."""


@dataclasses.dataclass(frozen=True, slots=True)
class Ports:
    """Free ports of loopback, picked together so that they differ; keep them to start a daemon again in its place."""

    p2p: int
    rpc: int
    restricted: int
    zmq: int
    zmq_rpc: int

    @classmethod
    def pick(cls) -> "Ports":
        """Find ports that nothing uses at the moment; raises OSError."""
        return cls(*loopback.free_ports(len(dataclasses.fields(cls))))


@dataclasses.dataclass(frozen=True, slots=True)
class Monerod(server.Server):
    """A running daemon."""

    ports: Ports
    scheme: str = "http"
    login: Login | None = None
    has_zmq: bool = False
    trust: Trust = _ANYBODY

    @property
    def p2p_port(self) -> int:
        """Where peers find it."""
        return self.ports.p2p

    @property
    def rpc_port(self) -> int:
        """The port of `url`."""
        return self.ports.rpc

    @property
    def restricted_port(self) -> int:
        """The port of `restricted_url`."""
        return self.ports.restricted

    @property
    def url(self) -> str:
        """Where everything may be asked."""
        return f"{self.scheme}://127.0.0.1:{self.rpc_port}"

    @property
    def restricted_url(self) -> str:
        """Where only that may be asked which is meant for strangers."""
        return f"{self.scheme}://127.0.0.1:{self.restricted_port}"

    @property
    def zmq_address(self) -> str:
        """Where it publishes, if it was started with `has_zmq`."""
        return f"tcp://127.0.0.1:{self.ports.zmq}"

    def node(self, *, timeout_seconds: float | None = QUICK.timeout_seconds) -> Node:
        """Return a client of everything, which gives up soon and tries nothing twice."""
        policy = dataclasses.replace(QUICK, timeout_seconds=timeout_seconds)
        zmq = self.zmq_address if self.has_zmq else None
        return Node(self.url, policy=policy, login=self.login, trust=self.trust, zmq=zmq)


@contextlib.asynccontextmanager
async def running(  # noqa: PLR0913 - each says one thing about the daemon, and a test names those that matter to it
    folder: Path,
    *flags: str,
    program: Sequence[str] = (),
    peers: Sequence[Monerod] = (),
    ports: Ports | None = None,
    is_lonely: bool = False,
    has_zmq: bool = False,
    network: Sequence[str] = REGTEST,
    login: Login | None = None,
    tls: KeyPair | None = None,
    trust: Trust = _ANYBODY,
) -> AsyncIterator[Monerod]:
    """Run a daemon until the end of the block; it answers when the block begins.

    Without peers it is `--offline`, or, `is_lonely`, dials only itself as the first node of a network does.
    `program` is the command of a certain monerod; without it MONEROD or PATH decides. `trust` holds our certificate for
    a daemon that asks for one. Raises ValueError where a flag would let it reach beyond this machine, and
    `server.StartFailed` with the end of its output.
    """
    closed.check((*network, *flags))
    ports = ports or Ports.pick()
    partners = [peer.p2p_port for peer in peers] or ([ports.p2p] if is_lonely else [])
    command = (
        *(program or find()),
        *_places(folder, ports, has_zmq=has_zmq),
        *network,
        *closed.DAEMON,
        "--max-connections-per-ip=10",
        *(_tls(tls) if tls else _NO_TLS),
        *closed.peers(partners),
        *flags,
    )
    log = folder / "output.log"
    process = server.launch(command, log, login)
    daemon = Monerod(process, log, ports, "https" if tls else "http", login, has_zmq, trust)
    try:
        await _until_answering(daemon)
        yield daemon
    finally:
        # A clean stop takes a second, and nobody reads what the daemon leaves; its database survives SIGKILL anyway.
        daemon.kill()


@contextlib.asynccontextmanager
async def connected(folder: Path, count: int, *flags: str, program: Sequence[str] = ()) -> AsyncIterator[list[Monerod]]:
    """Run daemons that are each other's only peers; all are synchronized when the block begins."""
    members: list[Monerod] = []
    async with contextlib.AsyncExitStack() as stack:
        for index in range(count):
            place = folder / str(index)
            start = running(place, *flags, program=program, peers=tuple(members), is_lonely=not members, has_zmq=True)
            members.append(await stack.enter_async_context(start))
        for member in members if count > 1 else ():
            await until_synchronized(member)
        yield members


async def until_synchronized(daemon: Monerod, *, seconds: float = 20.0) -> None:
    """Poll until the daemon met a peer that is no further than itself, or caught up with one."""
    async with daemon.node() as node:

        async def look() -> bool:
            return (await node.rpc.get_info()).synchronized

        await daemon.until(look, "not synchronized", seconds=seconds)


def find() -> tuple[str, ...]:
    """Return the command of the monerod to run; raises FileNotFoundError."""
    return server.find("monerod", "MONEROD")


def _places(folder: Path, ports: Ports, *, has_zmq: bool) -> tuple[str, ...]:
    return (
        "--non-interactive",
        f"--data-dir={folder}",
        f"--log-file={os.devnull}",
        "--p2p-bind-ip=127.0.0.1",
        f"--p2p-bind-port={ports.p2p}",
        f"--rpc-bind-port={ports.rpc}",
        "--rpc-restricted-bind-ip=127.0.0.1",
        f"--rpc-restricted-bind-port={ports.restricted}",
        *_zmq(ports, has_zmq=has_zmq),
    )


def _zmq(ports: Ports, *, has_zmq: bool) -> tuple[str, ...]:
    if not has_zmq:
        return ("--no-zmq",)
    return f"--zmq-pub=tcp://127.0.0.1:{ports.zmq}", f"--zmq-rpc-bind-port={ports.zmq_rpc}"


def _tls(pair: KeyPair) -> tuple[str, ...]:
    return "--rpc-ssl=enabled", f"--rpc-ssl-certificate={pair.certificate}", f"--rpc-ssl-private-key={pair.key}"


async def _until_answering(daemon: Monerod) -> None:
    async with daemon.node() as node:
        await daemon.until(node.rpc.get_info, "monerod does not answer", seconds=server.START_TIMEOUT_SECONDS)
