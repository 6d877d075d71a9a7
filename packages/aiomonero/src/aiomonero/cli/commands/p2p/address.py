# SPDX-License-Identifier: Apache-2.0
"""Addresses of peers as people write them: with a name for a host, or without the port."""

from __future__ import annotations

import asyncio
import socket

import click

from aiomonero import errors
from aiomonero.cli.commands.p2p.group import Wish
from aiomonero.types.peer_address import PeerAddress

_MOST_PORT = 65535
_PORT_DIGITS = 5


async def resolve(text: str, wish: Wish) -> tuple[PeerAddress, ...]:
    """Return the addresses that a text stands for, at the network's usual port unless it says another.

    Raises click.UsageError where it stands for none, and ConnectFailed where its name has no address.
    """
    host, port = split(text, wish.network.ports.p2p)
    try:
        return (PeerAddress.of(host, port),)
    except ValueError as error:
        if wish.proxy or not _is_name(host):
            raise click.UsageError(
                f"{error}; names are not looked up past a proxy" if wish.proxy else str(error)
            ) from error
    return await _look_up(host, port)


def split(text: str, usual_port: int) -> tuple[str, int]:
    """Return host and port of a text; raises click.UsageError where the port is none."""
    host, colon, port = text.rpartition(":")
    if text.startswith("[") and text.endswith("]"):
        return text[1:-1], usual_port
    if not colon or (":" in host and not host.startswith("[")):
        return text, usual_port
    if not (port.isascii() and port.isdecimal() and len(port) <= _PORT_DIGITS and 0 < int(port) <= _MOST_PORT):
        raise click.UsageError(f"{port!r} in {text!r} is no port")
    return host.removeprefix("[").removesuffix("]"), int(port)


def _is_name(host: str) -> bool:
    return bool(host) and host.isascii() and all(character.isalnum() or character in "-._" for character in host)


async def _look_up(host: str, port: int) -> tuple[PeerAddress, ...]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise errors.ConnectFailed(f"{host} has no address: {error}") from error
    return tuple(dict.fromkeys(PeerAddress.of(str(each[4][0]), port) for each in found))
