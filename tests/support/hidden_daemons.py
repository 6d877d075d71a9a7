# SPDX-License-Identifier: Apache-2.0
"""Real `monerod` processes that meet over Tor or I2P, of the release that pods run by default.

The library's own fixtures refuse every proxy, because behind it there is the world. Here there is a private network:
a daemon's only clearnet peers are itself and those that a test names, so that it looks for nobody else.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

from aiomonero.testing import closed, server
from tests.support import monerod, releases

RELEASE = "0.18.4.0"
START_SECONDS = 60.0
"""A dozen programs start at once."""
_HIDDEN = (".onion", ".i2p")


@contextlib.asynccontextmanager
async def running(
    folder: Path, *flags: str, ports: monerod.Ports | None = None, dials_itself: bool = True
) -> AsyncIterator[monerod.Monerod]:
    """Run a daemon until the end of the block; it answers when the block begins.

    One that dials itself counts itself as synchronized, as one that dials others does once it has met them.
    """
    ports = ports or monerod.Ports.pick()
    program = releases.programs(RELEASE).monerod
    log = folder.with_name(f"{folder.name}.log")
    process = server.launch((*program, *arguments(folder, ports, *flags, dials_itself=dials_itself)), log, None)
    daemon = monerod.Monerod(process, log, ports)
    try:
        async with daemon.node() as node:
            await daemon.until(node.rpc.get_info, "monerod does not answer", seconds=START_SECONDS)
        yield daemon
    finally:
        daemon.kill()


def arguments(folder: Path, ports: monerod.Ports, *flags: str, dials_itself: bool = True) -> tuple[str, ...]:
    """Return what a daemon is told besides its program; raises ValueError for an exit into the world."""
    for flag in flags:
        _check(flag)
    peers = closed.peers([ports.p2p]) if dials_itself else ()
    if not dials_itself and not any(flag.startswith("--add-exclusive-node=") for flag in flags):
        raise ValueError("a daemon without a peer of its own looks for those of the world")
    return (
        "--non-interactive",
        f"--data-dir={folder}",
        f"--log-file={os.devnull}",
        "--p2p-bind-ip=127.0.0.1",
        f"--p2p-bind-port={ports.p2p}",
        f"--rpc-bind-port={ports.rpc}",
        "--rpc-restricted-bind-ip=127.0.0.1",
        f"--rpc-restricted-bind-port={ports.restricted}",
        "--rpc-ssl=disabled",
        "--no-zmq",
        "--disable-rpc-ban",
        "--max-connections-per-ip=16",
        "--allow-local-ip",
        *closed.DAEMON,
        *peers,
        *monerod.REGTEST,
        *flags,
    )


def over(network: str, socks: int, *hosts: str, inbound: str, port: int, noise: bool = True) -> tuple[str, ...]:
    """Return the flags of a daemon that is met at `inbound` (who dials it ends at `port`), and keeps to these hosts."""
    proxy = f"--tx-proxy={network},127.0.0.1:{socks}" + ("" if noise else ",disable_noise")
    return (
        proxy,
        f"--anonymous-inbound={inbound},127.0.0.1:{port}",
        *(f"--add-exclusive-node={host}" for host in hosts),
    )


def _check(flag: str) -> None:
    name, _, value = flag.partition("=")
    is_peer = name == "--add-exclusive-node"
    if name in ("--tx-proxy", "--proxy", "--anonymous-inbound") and "127.0.0.1:" not in value:
        raise ValueError(f"{flag}: proxies and what stands behind addresses are on loopback")
    if is_peer and not value.startswith(("127.", "10.192.0.")) and not value.partition(":")[0].endswith(_HIDDEN):
        raise ValueError(f"{flag}: peers are on loopback, or hidden")
