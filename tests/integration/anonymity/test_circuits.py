# SPDX-License-Identifier: Apache-2.0
"""The ways through Tor: who shares one, for how long, and where they begin behind a bridge."""

import asyncio
import contextlib
import socket
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

from aiomonero.transport import dial
from aiomonero.types.login import Login
from aiomonero.types.proxy import Proxy
from tests.support import (
    hidden_daemons,
    hidden_tor,
    hidden_worlds,
    loopback,
    side_by_side,
    sidecars,
    tor_network,
)
from tests.support.hidden_worlds import RPC, RPC_PORT

LIFETIME_SECONDS = 10
"""The shortest that tor takes."""


@side_by_side.case
async def test_two_proxies_and_two_logins_share_no_way_and_a_way_is_left_in_time(
    tmp_path: Path, worlds: dict[str, hidden_worlds.World]
) -> None:
    """What monerod sends by one proxy is not seen together with what it sends by the other, nor for ever."""
    tor = cast("hidden_tor.Tor", worlds["tor"])
    lines = (f"MaxCircuitDirtiness {LIFETIME_SECONDS}",)
    async with (
        tor.agent(tmp_path / "tor", keys={}, lines=lines) as (sidecar, socks, apart),
        _Ways.found(sidecar) as ways,
    ):
        began = time.monotonic()
        first, again = await ways.take(socks), await ways.take(socks)
        other, stranger = await ways.take(apart), await ways.take(socks, "stranger")

        assert first == again
        assert len({first, other, stranger}) == 3

        async with asyncio.timeout(6 * LIFETIME_SECONDS):
            while await ways.take(socks) == first:  # noqa: ASYNC110 - tor is polled
                await asyncio.sleep(1)
        assert time.monotonic() - began > LIFETIME_SECONDS - 1


@side_by_side.case
async def test_a_node_behind_a_bridge_is_reached_and_meets_nobody_else(
    tmp_path: Path, worlds: dict[str, hidden_worlds.World]
) -> None:
    """By a pluggable transport of the user's own: the node's tor talks to no relay but the bridge."""
    tor, key = cast("hidden_tor.Tor", worlds["tor"]), worlds["tor"].make_key()
    async with tor_network.bridge(tor.network, tmp_path / "bridge") as bridge:
        enters = ("UseBridges 1", f"ClientTransportPlugin obfs4 exec {tor_network.OBFS4}", f"Bridge {bridge}")
        async with hidden_daemons.running(tmp_path / "monerod") as daemon:
            served = hidden_tor.service("rpc", RPC, f"{RPC_PORT} 127.0.0.1:{daemon.restricted_port}")
            async with (
                tor.agent(tmp_path / "tor", served, keys={RPC: key}, lines=enters) as (sidecar, _, _apart),
                hidden_worlds.asking(tor, tor.address(key)) as asked,
            ):
                await asked.until_answered(2)
                met = await _told(sidecar, "orconn-status")

    fingerprint = bridge.split()[2]
    assert [each.split("~")[0] for each in met] == [f"${fingerprint}"]


class _Ways:
    """Streams through a tor to somebody on loopback, and the circuits that they are on."""

    def __init__(self, sidecar: sidecars.Sidecar, port: int) -> None:
        self._sidecar = sidecar
        self._port = port
        self._open: list[socket.socket] = []
        self._seen: set[str] = set()

    @classmethod
    @contextlib.asynccontextmanager
    async def found(cls, sidecar: sidecars.Sidecar) -> AsyncIterator["_Ways"]:
        (port,) = loopback.free_ports(1)
        server = await asyncio.start_server(lambda *_: None, "127.0.0.1", port)
        ways = cls(sidecar, port)
        try:
            yield ways
        finally:
            for each in ways._open:
                each.close()
            server.close()

    async def take(self, socks: int, login: str = "") -> str:
        """Open one more stream and return its circuit."""
        proxy = Proxy("127.0.0.1", socks, Login(login, "x") if login else None)
        self._open.append(await dial.connected("127.0.0.1", self._port, proxy))
        streams = [line.split() for line in await _told(self._sidecar, "stream-status")]
        (new,) = [each for each in streams if each[0] not in self._seen and each[1] == "SUCCEEDED"]
        self._seen.add(new[0])
        return new[2]


async def _told(sidecar: sidecars.Sidecar, what: str) -> list[str]:
    """Return the lines with which tor answers a question."""
    reader, writer = await asyncio.open_unix_connection(str(sidecar.run / "tor" / "control"))
    with contextlib.closing(writer):
        writer.write(f"AUTHENTICATE\r\nGETINFO {what}\r\nQUIT\r\n".encode())
        lines = (await reader.read()).decode().splitlines()
    answer = "\n".join(lines[1:]).removeprefix("250+").removeprefix("250-").removeprefix(f"{what}=")
    return [line for line in answer.splitlines() if line and not line.startswith((".", "250"))]
