# SPDX-License-Identifier: Apache-2.0
"""A node that talks to nobody but Tor, in a namespace like a pod's, with arguments and documents of the operator's.

Everything is asked of it by its onion, which is its only entrance.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from aiomonero.node import Node
from aiomonero.testing import server
from aiomonero.transport.call import Policy
from aiomonero.types.network import Network
from aiomonero.types.proxy import Proxy
from monero_agent.fence import rules
from monero_operator import naming
from monero_operator.api import arguments
from monero_operator.api.v1alpha1 import anonymity as api
from monero_operator.desired import anonymity, routers
from monero_operator.desired.node import Node as Desired
from monero_operator.desired.pod import exporter
from monero_operator.desired.pod import monerod as container
from tests.support import anonymity_programs, build, hidden_daemons, hidden_tor, pod, proxy, releases, sidecars, socks

NOBODY = "203.0.113.7"
"""An address that documents use and nobody has."""
PORTS = Network.REGTEST.ports
INBOUND = anonymity.inbound_port(Network.REGTEST, "tor")
_ONIONS = {INBOUND, PORTS.restricted_rpc, PORTS.rpc}
_TOLD_BY = {PORTS.rpc, PORTS.zmq_pub, naming.TOR_AGENT_PORT}
EXPECTED = {naming.SOCKS_TOR, naming.SOCKS_TOR_CLEARNET, naming.EXPORTER_PORT} | _ONIONS | _TOLD_BY
"""Whom anybody in the pod dials there: monerod the two proxies, tor the ports behind its onions, the exporter those
who tell it something, and whoever looks at the exporter that.
"""
WANTED = anonymity.Anonymity(
    tor=anonymity.OnTor(
        spec=api.Tor(enabled=True, clearnet="never", enforced=True),
        image="anonymity",
        has_p2p=True,
        has_rpc=True,
        is_locked=True,
        is_fenced=True,
    )
)
_ADMIN = "admin"
_ASK_SECONDS = 60.0
_DIAL = "import socket, sys; s = socket.socket(); s.settimeout(1); s.connect_ex((sys.argv[1], int(sys.argv[2])))"
_LOOK = "import sys, urllib.request; sys.stdout.buffer.write(urllib.request.urlopen(sys.argv[1], timeout=10).read())"


@dataclasses.dataclass(frozen=True, slots=True)
class Secluded:
    """The node while it runs; `onions` are its addresses for peers, clients, and (only in tests) its owner."""

    pod: pod.Pod
    sidecar: sidecars.Sidecar
    daemon: server.Server
    keys: dict[str, bytes]
    world: hidden_tor.Tor

    def onion(self, what: str) -> str:
        """Return an address of it."""
        return self.world.address(self.keys[what])

    def node(self) -> Node:
        """Return a client of everything, for its owner, who is elsewhere."""
        return _node(self.world, f"http://{self.onion(_ADMIN)}:{PORTS.rpc}")

    def client(self) -> Node:
        """Return a client of its restricted RPC."""
        return _node(self.world, self.rpc_url)

    @property
    def rpc_url(self) -> str:
        return f"http://{self.onion('rpc')}:{PORTS.restricted_rpc}"

    def rotate(self) -> None:
        """Give its RPC another onion."""
        self.keys["rpc"] = self.world.make_key()
        self.sidecar.keys.put({self.world.entry(what): key for what, key in self.keys.items()})

    def told(self) -> dict[str, Any]:
        """Return what the exporter says to a probe."""
        url = f"http://127.0.0.1:{naming.EXPORTER_PORT}/status"
        found: dict[str, Any] = json.loads(self.pod.run(sys.executable, "-c", _LOOK, url))
        return found


def fence(where: pod.Pod) -> None:
    """Let the kernel hold everybody in a pod back but tor."""
    where.run(sys.executable, "-m", "monero_agent", "fence", f"--user={pod.TOR_USER}", "--nft=/usr/sbin/nft")


def leak(where: pod.Pod, port: int) -> None:
    """Dial somebody on the clearnet as monerod's account, with nothing between."""
    command = (*where.command(pod.MONEROD_USER), sys.executable, "-c", _DIAL, NOBODY, str(port))
    subprocess.run(command, check=True, timeout=30)


def held_back(where: pod.Pod) -> dict[str, int]:
    """Return how many packets of programs the fence of a pod has dropped, by its counters."""
    listed = json.loads(where.run("nft", "--json", "list", "counters", "table", "inet", rules.TABLE))["nftables"]
    return {each["counter"]["name"]: each["counter"]["packets"] for each in listed if "counter" in each}


class Door(socks.SocksProxy):
    """Leads tor to the relays of a network on loopback."""

    @contextlib.asynccontextmanager
    async def open(self, where: pod.Pod) -> AsyncIterator[None]:
        """Serve at the end of a pod's cable until the end of the block."""
        async with proxy.serving(self._handle, sock=where.door()):
            yield

    async def _connect(
        self, host: str, port: int
    ) -> tuple[tuple[asyncio.StreamReader, asyncio.StreamWriter] | None, int]:
        assert host.startswith("127.1."), f"{host} is no relay of ours"
        try:
            return await asyncio.open_connection(host, port), 0
        except OSError:
            return None, 5


@contextlib.asynccontextmanager
async def running(folder: Path, world: hidden_tor.Tor, *peers: str, is_fenced: bool = False) -> AsyncIterator[Secluded]:
    """Run the node and all it needs until the end of the block; it may not have begun to answer yet."""
    keys = {what: world.make_key() for what in ("p2p-0", "rpc", _ADMIN)}
    document = msgspec.to_builtins(routers.tor(Network.REGTEST, WANTED))
    for_owner = hidden_tor.service(_ADMIN, _ADMIN, f"{PORTS.rpc} 127.0.0.1:{PORTS.rpc}")
    document |= {"services": [*document["services"], for_owner]}
    entries = {world.entry(what): key for what, key in keys.items()}
    extra = {"torrc": f"{world.network.torrc}Socks5Proxy {pod.OUTSIDE}:{pod.DOOR_PORT}\n"}
    program = f"--tor={anonymity_programs.programs().tor}"
    with pod.made(folder) as made:
        if is_fenced:
            fence(made)
        before, port = made.command(pod.TOR_USER), naming.TOR_AGENT_PORT
        async with (
            Door().open(made),
            sidecars.running(
                "tor", folder / "tor", document, entries, extra, program, before=before, user=pod.TOR_USER, port=port
            ) as sidecar,
        ):
            inbound = f"{world.address(keys['p2p-0'])}:{INBOUND},127.0.0.1:{INBOUND}"
            node = _desired(f"--anonymous-inbound={inbound}", *peers)
            with daemon(made, folder / "monerod", *_arguments(node)) as process, _exporter(made, folder, node):
                yield Secluded(made, sidecar, process, keys, world)


@contextlib.contextmanager
def daemon(where: pod.Pod, folder: Path, *told: str) -> Iterator[server.Server]:
    """Run a monerod in a pod until the end of the block."""
    folder.mkdir()
    os.chown(folder, pod.MONEROD_USER, pod.MONEROD_USER)
    program, log = releases.programs(hidden_daemons.RELEASE).monerod, folder.with_name(f"{folder.name}.log")
    command = (*where.command(pod.MONEROD_USER), *program, f"--data-dir={folder}", *told)
    with _running(command, log) as process:
        yield process


@contextlib.contextmanager
def _exporter(where: pod.Pod, folder: Path, node: Desired) -> Iterator[server.Server]:
    command = (*where.command(pod.MONEROD_USER), sys.executable, "-m", "monero_exporter", *exporter.build(node).args)
    with _running(command, folder / "exporter.log") as process:
        yield process


@contextlib.contextmanager
def _running(command: Sequence[str], log: Path) -> Iterator[server.Server]:
    process = server.Server(server.launch(command, log, None), log)
    try:
        yield process
    finally:
        process.kill()


def _desired(*own: str) -> Desired:
    """Return such a node as the operator decides it."""
    given = arguments.parse(("--regtest", "--fixed-difficulty=1", *own)).arguments
    return build.desired(arguments=given, anonymity=WANTED)


def _arguments(node: Desired) -> Sequence[str]:
    """Return the operator's arguments for it; where its data is, is the test's matter."""
    ours = [str(each) for each in container.command_line(node) if each.flag != "data-dir"]
    return (*ours, f"--tx-proxy=tor,127.0.0.1:{naming.SOCKS_TOR}")


def _node(world: hidden_tor.Tor, url: str) -> Node:
    policy = Policy(timeout_seconds=_ASK_SECONDS, attempts=1)
    return Node(url, proxy=Proxy("127.0.0.1", world.socks), policy=policy)
