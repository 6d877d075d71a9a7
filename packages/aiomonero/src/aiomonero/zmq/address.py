# SPDX-License-Identifier: Apache-2.0
"""Where a daemon publishes, in ZeroMQ's notation, as in monerod's `--zmq-pub`."""

from typing import NamedTuple
from urllib import parse as urls

_EXAMPLE = "write it like tcp://127.0.0.1:18083, as in the daemon's --zmq-pub"
_IPC = "ipc://"


class Place(NamedTuple):
    """Host and port of a publisher."""

    host: str
    port: int


def parse(address: str) -> Place | str:
    """Return where a publisher is, or the path of a socket of this machine; raises ValueError."""
    if address.startswith(_IPC) and address != _IPC:
        return address.removeprefix(_IPC)
    if "@" in address:
        raise ValueError(f"a publisher knows no login: {_EXAMPLE}")
    try:
        parts = urls.urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ValueError(f"{address!r} is no address of a publisher ({error}): {_EXAMPLE}") from error
    is_plain = parts.scheme == "tcp" and not (parts.path or parts.query or parts.fragment)
    if not is_plain or not host or not port or host == "*":
        raise ValueError(f"{address!r} is no address of a publisher: {_EXAMPLE}")
    return Place(host, port)


def check(address: str) -> str:
    """Return the address of a publisher as it is; raises ValueError where the text is none."""
    parse(address)
    return address
