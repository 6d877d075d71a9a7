# SPDX-License-Identifier: Apache-2.0
"""What a person writes, as values; raises ValueError with a sentence that says what to write instead."""

import math
import re
from pathlib import Path
from typing import NamedTuple

from aiomonero.transport.tls import Trust
from aiomonero.types import peer_address
from aiomonero.types.endpoint import Endpoint
from aiomonero.types.login import Login
from aiomonero.types.proxy import Proxy
from aiomonero.zmq import address as addresses

LOGIN_VARIABLE = "MONERO_EXPORTER_RPC_LOGIN"
_OWN_PATHS = ("/", "/healthz", "/readyz", "/status", "/probe")
_MOST_SECONDS = 300.0
_XMRIG_PORT = 8600
_TOR_AGENT_PORT = 9101
_I2P_AGENT_PORT = 9102

Address = tuple[str, int]


class BindAddress(NamedTuple):
    """Where to listen; without a host at every address."""

    host: str | None
    port: int

    def __str__(self) -> str:
        return peer_address.join(self.host, self.port) if self.host else f":{self.port}"


def bind_address(text: str) -> BindAddress:
    """Read HOST:PORT or :PORT."""
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdecimal() or int(port) > 65535:
        raise ValueError(f"{text!r} is no address to listen at: write HOST:PORT or :PORT")
    return BindAddress(host.strip("[]") or None, int(port))


def telemetry_path(text: str) -> str:
    """Read the path of the metrics."""
    if not re.fullmatch(r"/[\w./~-]*", text) or text in _OWN_PATHS:
        raise ValueError(f"{text!r} cannot be the path of the metrics: write one like /metrics")
    return text


def seconds(text: str) -> float:
    """Read a time to wait."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 < number <= _MOST_SECONDS:
        raise ValueError(f"{text!r} is no time to wait: write seconds, such as 2 or 0.5, at most {_MOST_SECONDS:g}")
    return number


def exporters(text: str) -> tuple[Address, ...]:
    """Read HOST:PORT as often as it is written, with commas between; nothing means none."""
    try:
        return tuple(peer_address.host_and_port(each.strip()) for each in text.split(",")) if text else ()
    except ValueError:
        raise ValueError(f"{text!r} does not say where exporters are: write HOST:PORT, with commas between") from None


def name(text: str) -> str | None:
    """Read a name; nothing means none."""
    return text or None


def proxy(text: str) -> Proxy | None:
    """Read the address of a SOCKS5 proxy; nothing means none."""
    return Proxy.parse(text) if text else None


def daemon_address(text: str) -> Endpoint | None:
    """Read the address of a daemon's RPC, or `none`."""
    if text == "none":
        return None
    if "@" in text:
        raise ValueError(f"a login does not belong into an address: use --rpc-login-file or {LOGIN_VARIABLE}")
    return Endpoint.parse(text)


def xmrig_address(text: str) -> Endpoint | None:
    """Read the address of a miner's HTTP API; nothing means none."""
    return _beside(text, "xmrig", _XMRIG_PORT)


def tor_agent(text: str) -> Endpoint | None:
    """Read where tor's agent tells how tor is; nothing means nowhere."""
    return _beside(text, "tor's agent", _TOR_AGENT_PORT)


def transport(text: str) -> str | None:
    """Read the network by which all peers are met; nothing means that they are met in more than one way."""
    if text not in ("", "tor", "i2p"):
        raise ValueError(f"{text!r} is no network to meet peers by: write tor or i2p")
    return text or None


def i2p_agent(text: str) -> Endpoint | None:
    """Read where i2pd's agent tells how that is; nothing means nowhere."""
    return _beside(text, "i2pd's agent", _I2P_AGENT_PORT)


def _beside(text: str, what: str, port: int) -> Endpoint | None:
    try:
        return Endpoint.parse(text, default_port=port) if text else None
    except ValueError as error:
        raise ValueError(f"{text!r} is no address of {what}: write it like http://127.0.0.1:{port}") from error


def token(file: str) -> str | None:
    """Return the token that a file holds."""
    if not file:
        return None
    content = _content(file, "a token").strip()
    if not content or not content.isascii() or not content.isprintable():
        raise ValueError(f"{file} holds no token: write one line of printable characters")
    return content


def publisher(text: str) -> str | None:
    """Read where a daemon publishes; nothing means nowhere."""
    return addresses.check(text) if text else None


def path(text: str) -> Path | None:
    """Read the path of a file or folder that may come later; nothing means none."""
    return Path(text) if text else None


def login(file: str, variable: str, name: str) -> Login | None:
    """Return the login of the file, or the one that stands in the variable of that name."""
    if file and variable:
        raise ValueError(f"the login stands in {file} and in {name}: choose one")
    text = _content(file, "a login").rstrip("\r\n") if file else variable
    if not text and not file:
        return None
    try:
        return Login.parse(text)
    except ValueError as error:
        raise ValueError(f"{file or name}: {error}") from error


def _content(file: str, what: str) -> str:
    try:
        return Path(file).read_text()
    except OSError as error:
        raise ValueError(f"cannot read {what} from {file}: {(error.strerror or 'unreadable').lower()}") from error
    except UnicodeDecodeError as error:
        raise ValueError(f"cannot read {what} from {file}: it is not text in UTF-8") from error


def trust(ca_file: str, *, is_insecure: bool) -> Trust | None:
    """Return what to believe of https daemons; None is the system's authorities."""
    if not ca_file and not is_insecure:
        return None
    believed = Trust(ca_file=Path(ca_file) if ca_file else None, is_insecure=is_insecure)
    believed.context()  # what cannot be read is told before anything starts
    return believed
