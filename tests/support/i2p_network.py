# SPDX-License-Identifier: Apache-2.0
"""A private I2P network on loopback: routers that know each other, and what another one needs to join them.

Nothing leaves the machine: the network has an identifier of its own, and its routers know no reseed server.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import dataclasses
import hashlib
import itertools
import random
import signal
import socket
import zipfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from pathlib import Path

from tests.support import loopback, waiting

ROUTERS = 3
"""The fewest with which all worked; each more makes the first tunnels take longer."""
PORT = 4567
TUNNEL = {
    f"{way}.{what}": value for way in ("inbound", "outbound") for what, value in (("length", "1"), ("quantity", "2"))
}
"""The options of every tunnel: a network this small has no three routers for each way."""
_COMMON = {
    "netid": "77",
    "reservedrange": "false",
    "nat": "false",
    "ipv4": "true",
    "ipv6": "false",
    "bandwidth": "X",
    "reseed.threshold": "0",
    "reseed.urls": "",
    "reseed.yggurls": "",
    "addressbook.enabled": "false",
    "nettime.enabled": "false",
    "upnp.enabled": "false",
    "httpproxy.enabled": "false",
    "sam.enabled": "false",
    **{
        f"{whose}.{name}": value
        for whose in ("exploratory", "socksproxy", "shareddest")
        for name, value in TUNNEL.items()
    },
}
_TRANSPORT = {"enabled": "true", "published": "true", "port": str(PORT)}
_FIRST_OF_OTHERS = 20
_START_SECONDS = 30.0


@dataclasses.dataclass(frozen=True, slots=True)
class Network:
    """A running network. `reseed` is a file of its routers, for `reseed.zipfile` of one that joins."""

    command: Sequence[str]
    block: str
    reseed: Path
    _places: Iterator[int]

    def place(self) -> dict[str, str]:
        """Return the options of `i2pd.conf` that make a router part of this network, where no other one is.

        It leads nobody's tunnels on: where each leads most of them, the loss of one would cut off all for a while.
        """
        own = {"http.port": str(loopback.free_ports(1)[0]), "notransit": "true"}
        return _COMMON | _at(f"{self.block}.{next(self._places)}") | own


@dataclasses.dataclass(frozen=True, slots=True)
class Router:
    """A running router that joined. `socks` and `console` are its ports on 127.0.0.1."""

    folder: Path
    socks: int
    console: int
    process: asyncio.subprocess.Process

    def address(self, keys: str) -> str:
        """Return the b32 address of a file of keys in its folder, which it makes where there is none."""
        return f"{base64.b32encode(_hash(self.folder / keys)).decode().lower().rstrip('=')}.b32.i2p"

    def reload(self, tunnels: str) -> None:
        """Give it other tunnels."""
        (self.folder / "tunnels.conf").write_text(tunnels)
        self.process.send_signal(signal.SIGHUP)

    async def kill(self) -> None:
        """End it at once."""
        self.process.kill()
        await self.process.wait()


@contextlib.asynccontextmanager
async def running(folder: Path, command: Sequence[str], *, routers: int = ROUTERS) -> AsyncIterator[Network]:
    """Run a network until the end of the block; `command` starts an i2pd of version 2.56 or later."""
    block, reseed = _free_block(), folder / "reseed.zip"
    homes = {f"{block}.{number}": folder / f"router{number}" for number in range(1, routers + 1)}
    for address, home in homes.items():
        quiet = {"floodfill": "true", "http.enabled": "false", "socksproxy.enabled": "false"}
        _write(home, _COMMON | _at(address) | quiet | {"reseed.zipfile": str(reseed)})
    await _introduce(command, list(homes.values()), reseed)
    async with contextlib.AsyncExitStack() as stack:
        for home in homes.values():
            await stack.enter_async_context(_process(command, home))
        yield Network(command, block, reseed, itertools.count(_FIRST_OF_OTHERS))


@contextlib.asynccontextmanager
async def joined(network: Network, folder: Path, *tunnels: str) -> AsyncIterator[Router]:
    """Run a router that has joined a network until the end of the block; its tunnels are texts as of `server`."""
    socks, console = loopback.free_ports(2)
    own = {"socksproxy.port": str(socks), "http.port": str(console), "reseed.zipfile": str(network.reseed)}
    _write(folder, network.place() | own, "".join(tunnels))
    async with _process(network.command, folder) as process:
        yield Router(folder, socks, console, process)


def server(name: str, *, keys: str, target: int, port: int | None = None, **options: str) -> str:
    """Return the text of a tunnel that leads from an address (at one `port`, or at all) to a port of 127.0.0.1."""
    own = {"type": "server", "host": "127.0.0.1", "port": str(target), "keys": keys}
    return _section(name, own | ({"inport": str(port)} if port else {}) | TUNNEL | options)


def client(name: str, *, listen: tuple[str, int], destination: str, port: int, **options: str) -> str:
    """Return the text of a tunnel that leads from an own address and port to a b32 address."""
    address, own_port = listen
    own = {"type": "client", "address": address, "port": str(own_port)}
    return _section(name, own | {"destination": destination, "destinationport": str(port)} | TUNNEL | options)


def proxy(port: int) -> str:
    """Return the text of a proxy that has asked for nothing yet, whatever others of its router know."""
    return _section(f"proxy-{port}", {"type": "socks", "address": "127.0.0.1", "port": str(port)} | TUNNEL)


def configuration(options: Mapping[str, str]) -> str:
    """Return options as the text of an `i2pd.conf`."""
    return "".join(f"{name} = {value}\n" for name, value in options.items())


async def _introduce(command: Sequence[str], homes: Sequence[Path], reseed: Path) -> None:
    """Let each router say once who it is, and put all of them into a file that routers can start with."""
    async with contextlib.AsyncExitStack() as stack:
        for home in homes:
            await stack.enter_async_context(_process(command, home))
        infos = [home / "router.info" for home in homes]
        await asyncio.to_thread(
            waiting.until, lambda: all(map(_is_whole, infos)), seconds=_START_SECONDS, what="routers", every=0.05
        )
    with zipfile.ZipFile(reseed, "w") as archive:
        for info in infos:
            name = base64.b64encode(_hash(info), b"-~").decode()
            archive.writestr(f"routerInfo-{name}.dat", info.read_bytes())


@contextlib.asynccontextmanager
async def _process(command: Sequence[str], home: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    files = {"datadir": home, "conf": home / "i2pd.conf", "tunconf": home / "tunnels.conf"}
    with (home / "log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *command, *(f"--{flag}={path}" for flag, path in files.items()), stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _write(home: Path, options: Mapping[str, str], tunnels: str = "") -> None:
    home.mkdir(parents=True, exist_ok=True)
    (home / "i2pd.conf").write_text(configuration(options))
    (home / "tunnels.conf").write_text(tunnels)


def _section(name: str, options: Mapping[str, str]) -> str:
    return f"[{name}]\n{configuration(options)}"


def _at(address: str) -> dict[str, str]:
    transports = {f"{each}.{name}": value for each in ("ntcp2", "ssu2") for name, value in _TRANSPORT.items()}
    return {"host": address, "address4": address, "port": str(PORT)} | transports


def _hash(file: Path) -> bytes:
    """Return what the identity at the start of a file is known by: it ends with a certificate that has a length."""
    content = file.read_bytes()
    return hashlib.sha256(content[: 387 + int.from_bytes(content[385:387], "big")]).digest()


def _is_whole(info: Path) -> bool:
    return info.exists() and info.stat().st_size > 387


def _free_block() -> str:
    """Return a block of loopback where no other network is, such as that of tests that run at the same time."""
    for number in random.sample(range(1, 255), 20):
        with contextlib.suppress(OSError), socket.socket() as probe:
            probe.bind((f"127.77.{number}.1", PORT))
            return f"127.77.{number}"
    raise OSError(f"port {PORT} is taken on all of 127.77.0.0/16")
