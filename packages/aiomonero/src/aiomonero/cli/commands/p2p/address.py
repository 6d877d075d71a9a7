# SPDX-License-Identifier: Apache-2.0
"""Addresses of peers as people write them: with a name for a host, or without the port."""

from __future__ import annotations

import asyncio
import socket

import click

from aiomonero import errors
from aiomonero.cli.commands.p2p.group import Wish
from aiomonero.types import proxy
from aiomonero.types.peer_address import PeerAddress, host_and_port


async def resolve(text: str, wish: Wish) -> tuple[PeerAddress, ...]:
    """Return the addresses that a text stands for, at the network's usual port unless it says another.

    Raises click.UsageError where it stands for none, and ConnectFailed where its name has no address.
    """
    host, port = split(text, wish.network.ports.p2p)
    try:
        return (PeerAddress.of(host, port),)
    except ValueError as error:
        if proxy.is_needed(host) or not _is_name(host):
            raise click.UsageError(str(error)) from error
        if wish.proxy:
            raise click.UsageError(f"{error}; names are not looked up past a proxy") from error
    return await _look_up(host, port)


def split(text: str, usual_port: int) -> tuple[str, int]:
    """Return host and port of a text; raises click.UsageError where the port is none."""
    if "://" in text:
        raise click.UsageError("a peer has no URL: write HOST, HOST:PORT or [IPv6]:PORT of its P2P port")
    if text.count(":") > 1 and not text.startswith("["):
        return text, usual_port
    if ":" not in text or text.endswith("]"):
        return text.removeprefix("[").removesuffix("]"), usual_port
    try:
        host, port = host_and_port(text)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    if port == 0:
        raise click.UsageError(f"{text!r} has a port that nobody listens on")
    return host, port


def _is_name(host: str) -> bool:
    return bool(host) and host.isascii() and all(character.isalnum() or character in "-._" for character in host)


async def _look_up(host: str, port: int) -> tuple[PeerAddress, ...]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise errors.ConnectFailed(f"{host} has no address: {error}") from error
    return tuple(dict.fromkeys(PeerAddress.of(str(each[4][0]), port) for each in found))
