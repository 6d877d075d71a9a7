# SPDX-License-Identifier: Apache-2.0
"""Where an RPC server listens."""

from typing import NamedTuple, Self
from urllib import parse

from aiomonero.types import argument, peer_address
from aiomonero.types.network import Network

_EXAMPLE = "write it like http://127.0.0.1:18081"


class Endpoint(NamedTuple):
    """Scheme, host and port of an RPC server."""

    scheme: str
    host: str
    port: int

    @classmethod
    def parse(cls, url: str, *, default_port: int = Network.MAINNET.ports.rpc) -> Self:
        """Read a URL such as "http://127.0.0.1:18081"; without a port it is the default, that of mainnet's RPC.

        Raises ValueError where the text is no such URL, and TypeError where it is no text.
        """
        argument.check("the URL", url, str, '"http://127.0.0.1:18081"')
        if "@" in url:
            raise ValueError(
                "an address is read by others and holds no login: give that apart, as Login(…) or --username"
            )
        try:
            parts = parse.urlsplit(url)
            host, port = parts.hostname or "", parts.port or default_port
        except ValueError as error:
            raise ValueError(f"{url!r} is no address of a daemon ({error}): {_EXAMPLE}") from error
        if parts.scheme not in ("http", "https") or not _is_host(host) or not url.isprintable():
            raise ValueError(f"{url!r} is no address of a daemon: {_EXAMPLE}")
        if parts.path.strip("/") or parts.query or parts.fragment:
            raise ValueError(f"{url!r} must end after the port: {_EXAMPLE}")
        return cls(scheme=parts.scheme, host=host, port=port)

    def __str__(self) -> str:
        return f"{self.scheme}://{peer_address.join(self.host, self.port)}"


def _is_host(text: str) -> bool:
    if ":" in text:
        return True  # urlsplit takes it in brackets only
    return bool(text) and all(character.isalnum() or character in "-._" for character in text)
