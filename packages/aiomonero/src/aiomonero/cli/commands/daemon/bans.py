# SPDX-License-Identifier: Apache-2.0
"""Commands about addresses that it shuns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from aiomonero.cli.commands.daemon.group import group
from aiomonero.cli.output import show
from aiomonero.cli.session import files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiomonero.node import Node

_LIMIT_BYTES = 2**20
_MOST_SECONDS = 2**32 - 1


@group.asks("get-bans")
async def get_bans(node: Node) -> object:
    """List the banned addresses and subnets."""
    return show.listed(await node.rpc.get_bans(), "host", "seconds")


@group.asks("set-bans")
@click.option("--host", metavar="ADDRESS", multiple=True, help="an address or IPv4 subnet; may be repeated")
@click.option("-f", "--filepath", metavar="FILE", help="has lines of ADDRESS or ADDRESS,SECONDS; - is standard input")
@click.option(
    "--duration",
    metavar="SECONDS",
    type=click.IntRange(1, _MOST_SECONDS),
    default=86400,
    show_default=True,
    help="how long",
)
@click.option("--unban", is_flag=True, help="forgive them instead")
async def set_bans(node: Node, *, host: tuple[str, ...], filepath: str | None, duration: int, unban: bool) -> object:
    """Ban addresses and subnets, or forgive them."""
    from aiomonero.types.ban import BanChange

    named = [(each, duration) for each in host]
    if filepath is not None:
        named.extend(_lines(files.text(filepath, limit_bytes=_LIMIT_BYTES), duration))
    if not named:
        raise click.UsageError("name somebody: --host or --filepath")
    changes = [BanChange(address, ban=not unban, seconds=0 if unban else seconds) for address, seconds in named]
    await node.rpc.set_bans(*changes)
    return show.done(f"{len(changes)} {'forgiven' if unban else 'banned'}")


@group.asks("banned")
@click.option("--host", metavar="ADDRESS", required=True, help="an address")
async def banned(node: Node, *, host: str) -> object:
    """Say whether an address is banned, itself or within a subnet."""
    return await node.rpc.banned(host)


def _lines(text: str, duration: int) -> Iterator[tuple[str, int]]:
    for number, line in enumerate(text.splitlines(), 1):
        address, _, seconds = line.partition("#")[0].strip().partition(",")
        if seconds and not (seconds.strip().isdecimal() and 0 < int(seconds) <= _MOST_SECONDS):
            raise click.UsageError(f"line {number}: {seconds.strip()!r} is no number of seconds")
        if address:
            yield address.strip(), int(seconds) if seconds else duration
