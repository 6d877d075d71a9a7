# SPDX-License-Identifier: Apache-2.0
"""Where a daemon publishes, in libzmq's notation, as in monerod's `--zmq-pub`."""

from urllib import parse

_EXAMPLE = "write it like tcp://127.0.0.1:18083, as in the daemon's --zmq-pub"


def check(address: str) -> str:
    """Return the address of a publisher; raises ValueError where the text is none."""
    if address.startswith("ipc://") and len(address) > len("ipc://"):
        return address
    try:
        parts = parse.urlsplit(address)
        is_complete = parts.scheme == "tcp" and bool(parts.hostname) and bool(parts.port)
    except ValueError as error:
        raise ValueError(f"{address!r} is no address of a publisher ({error}): {_EXAMPLE}") from error
    if not is_complete or parts.path or parts.query or parts.fragment or parts.username or parts.hostname == "*":
        raise ValueError(f"{address!r} is no address of a publisher: {_EXAMPLE}")
    return address


def host(address: str) -> str | None:
    """Return the host of an address that was checked; None for one on this machine."""
    return parse.urlsplit(address).hostname
