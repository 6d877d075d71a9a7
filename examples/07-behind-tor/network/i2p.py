# SPDX-License-Identifier: Apache-2.0
"""An I2P network in one pod: routers that know each other, one of which offers SOCKS to the cluster."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import programs
import told

NAME = "i2p-network"
ADDRESS = os.environ["POD_IP"]
ROUTERS = 3
FIRST_PORT, SOCKS_PORT = 4567, 4447
IDENTITY = 387
"""The bytes at the start of a router's file that say who it is, before a certificate whose length the last two tell."""
SHORT = {
    f"{whose}.{way}.{what}": value
    for whose in ("exploratory", "socksproxy", "shareddest")
    for way in ("inbound", "outbound")
    for what, value in (("length", "1"), ("quantity", "2"))
}
"""A network this small has no three routers for each way."""
JOINING = {
    "netid": "77",
    "reservedrange": "false",
    "nat": "false",
    "ifname": "eth0",
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
    **SHORT,
}
ROUTER = {"floodfill": "true", "share": "100", "http.enabled": "false"}


def main() -> None:
    """Run the network in a folder of its own, and tell others how to join it."""
    folder = Path(sys.argv[1])
    routers = [_router(folder, number) for number in range(ROUTERS)]
    reseed = _introduce(routers)
    (folder / "reseed.zip").write_bytes(reseed)
    with programs.running() as started:
        started += [_i2pd(home) for home in routers]
        told.tell(NAME, {"i2pd.conf": _text(JOINING)}, {"reseed.zip": reseed})
        print("the network runs", flush=True)
        programs.watch(started)


def _router(folder: Path, number: int) -> Path:
    home = folder / f"router{number}"
    home.mkdir()
    socks = {"socksproxy.enabled": "true", "socksproxy.address": ADDRESS, "socksproxy.port": str(SOCKS_PORT)}
    ports = {each: str(FIRST_PORT + number) for each in ("port", "ntcp2.port", "ssu2.port")}
    own = {"host": ADDRESS, "address4": ADDRESS, "reseed.zipfile": str(folder / "reseed.zip"), **ports}
    offered = {"socksproxy.enabled": "false"} if number else socks
    known = {name: value for name, value in JOINING.items() if name != "ifname"}
    (home / "i2pd.conf").write_text(_text(known | ROUTER | own | offered))
    (home / "tunnels.conf").touch()
    return home


def _introduce(routers: Iterable[Path]) -> bytes:
    """Let each router say once who it is; return a file of all of them, to start with."""
    files = [home / "router.info" for home in routers]
    with programs.running() as started:
        started += [_i2pd(file.parent) for file in files]
        programs.until(lambda: all(file.exists() and file.stat().st_size > IDENTITY for file in files), "all routers")
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for file in files:
            archive.writestr(f"routerInfo-{_name(file.read_bytes())}.dat", file.read_bytes())
    return content.getvalue()


def _name(router: bytes) -> str:
    length = IDENTITY + int.from_bytes(router[IDENTITY - 2 : IDENTITY], "big")
    return base64.b64encode(hashlib.sha256(router[:length]).digest(), b"-~").decode()


def _i2pd(home: Path) -> subprocess.Popen[bytes]:
    files = {"datadir": home, "conf": home / "i2pd.conf", "tunconf": home / "tunnels.conf", "logfile": home / "log"}
    return programs.start(("i2pd", "--log=file", *(f"--{flag}={path}" for flag, path in files.items())))


def _text(options: Mapping[str, str]) -> str:
    return "".join(f"{name} = {value}\n" for name, value in options.items())


if __name__ == "__main__":
    main()
