# SPDX-License-Identifier: Apache-2.0
"""A SOCKS5 proxy: the way to onion and I2P services, or to anybody without showing an own address."""

import dataclasses
from typing import Self
from urllib import parse

from aiomonero.types import peer_address
from aiomonero.types.login import Login
from aiomonero.types.number import MOST_PORT

_EXAMPLE = "write it like socks5://127.0.0.1:9050"
_DEFAULT_PORT = 1080
_LIMIT_BYTES = 255
_HIDDEN = (".onion", ".i2p")


@dataclasses.dataclass(frozen=True, slots=True)
class Proxy:
    """Where the proxy listens, and who asks it; names are always resolved by the proxy, never here.

    Tor builds different circuits for different logins, whatever the password.
    """

    host: str
    port: int
    login: Login | None = None

    def __post_init__(self) -> None:
        if not 0 < self.port <= MOST_PORT:
            raise ValueError(f"{self.port} is no port of a proxy: {_EXAMPLE}")
        if is_needed(self.host):
            raise ValueError(f"a proxy is reached without one, and {self.host} is not: {_EXAMPLE}")
        texts = (self.login.username, self.login.password) if self.login else ()
        if any(len(text.encode()) > _LIMIT_BYTES for text in texts):
            raise ValueError(f"a SOCKS5 proxy takes at most {_LIMIT_BYTES} bytes of username and of password each")

    @classmethod
    def parse(cls, url: str) -> Self:
        """Read "socks5://host:port" or "socks5://user:password@host:port"; raises ValueError, without the password."""
        try:
            parts = parse.urlsplit(url if "://" in url else f"socks5://{url}")
            port = parts.port or _DEFAULT_PORT
        except ValueError as error:
            raise ValueError(f"that is no address of a proxy: {_EXAMPLE}") from error
        if parts.scheme not in ("socks5", "socks5h") or not parts.hostname or parts.path.strip("/"):
            raise ValueError(f"that is no address of a SOCKS5 proxy: {_EXAMPLE}")
        return cls(parts.hostname, port, _login(parts))

    def __str__(self) -> str:
        return f"socks5://{peer_address.join(self.host, self.port)}"


def is_needed(host: str) -> bool:
    """Tell whether only a proxy can reach `host`; asking the DNS for such a name would tell others whom we look for."""
    return host.lower().rstrip(".").endswith(_HIDDEN)


def _login(parts: parse.SplitResult) -> Login | None:
    if not parts.username:
        return None
    return Login(parse.unquote(parts.username), parse.unquote(parts.password or ""))
