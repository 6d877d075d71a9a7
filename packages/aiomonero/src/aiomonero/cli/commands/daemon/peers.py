# SPDX-License-Identifier: Apache-2.0
"""Commands about peers: those it talks to, those it knows, those it shuns, and what it moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from aiomonero.cli.commands.daemon.group import group
from aiomonero.cli.output import show, table, units
from aiomonero.cli.session import kinds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aiomonero.node import Node

_KNOWN = ("list", "host", "port", "last_seen", "rpc_port", "pruning_seed")


@group.asks("get-connections")
async def get_connections(node: Node) -> object:
    """List the peers that it talks to."""
    connections = sorted(await node.rpc.get_connections(), key=lambda peer: (peer.incoming, peer.address))
    columns = (
        "address",
        table.Column("direction", lambda peer: "in" if peer.incoming else "out"),
        "state",
        "height",
        table.Column("age", lambda peer: units.span(peer.live_seconds)),
        table.Column("received", lambda peer: units.size(peer.received_bytes)),
        table.Column("sent", lambda peer: units.size(peer.sent_bytes)),
        "rpc_port",
        "pruning_seed",
    )
    return show.listed(connections, *columns)


@group.asks("get-peer-list")
@click.option("--white", is_flag=True, help="only those that it reached at least once")
@click.option("--gray", is_flag=True, help="only those that it heard of")
@click.option("--all-networks", is_flag=True, help="those of Tor and I2P too")
async def get_peer_list(node: Node, *, white: bool, gray: bool, all_networks: bool) -> object:
    """List the addresses that it knows."""
    known = await node.rpc.get_peer_list(public_only=not all_networks)
    lists = {"white": known.white if white or not gray else (), "gray": known.gray if gray or not white else ()}
    return show.Answer(lists, lambda style: table.rows(_labelled(lists), _KNOWN, style))


@group.asks("get-public-nodes")
@click.option("--white", is_flag=True, help="of those that it reached (the default)")
@click.option("--gray", is_flag=True, help="of those that it heard of")
@click.option("--include-blocked", is_flag=True, help="banned ones too")
async def get_public_nodes(node: Node, *, white: bool, gray: bool, include_blocked: bool) -> object:
    """List the known addresses that offer RPC to everybody."""
    nodes = await node.rpc.get_public_nodes(white=white or not gray, gray=gray, include_blocked=include_blocked)
    lists = {"white": nodes.white, "gray": nodes.gray}
    columns = ("list", "host", "rpc_port", "last_seen")
    return show.Answer(nodes, lambda style: table.rows(_labelled(lists), columns, style))


@group.asks("out-peers")
@click.option("--limit", type=kinds.COUNT, help="set it, until the daemon ends; 0 ends all of them")
async def out_peers(node: Node, *, limit: int | None) -> object:
    """Show or set how many connections it makes at most."""
    return await node.rpc.out_peers(limit)


@group.asks("in-peers")
@click.option("--limit", type=kinds.COUNT, help="set it, until the daemon ends; 0 ends all of them")
async def in_peers(node: Node, *, limit: int | None) -> object:
    """Show or set how many connections it accepts at most."""
    return await node.rpc.in_peers(limit)


@group.asks("get-net-stats")
async def get_net_stats(node: Node) -> object:
    """Show what its P2P connections moved since the start."""
    stats = await node.rpc.get_net_stats()
    shown = {
        "start_time": stats.start_time,
        "received_bytes": stats.total_bytes_in,
        "sent_bytes": stats.total_bytes_out,
        "packets received": stats.total_packets_in,
        "packets sent": stats.total_packets_out,
    }
    return show.Answer(stats, lambda style: table.fields(shown, style))


@group.asks("get-limit")
async def get_limit(node: Node) -> object:
    """Show the most that its P2P connections may move, in KiB per second."""
    return await node.rpc.get_limit()


@group.asks("set-limit")
@click.option("--up", type=click.IntRange(-1, 2**63 - 1), default=0, help="KiB per second; -1 is the daemon's default")
@click.option(
    "--down", type=click.IntRange(-1, 2**63 - 1), default=0, help="KiB per second; -1 is the daemon's default"
)
async def set_limit(node: Node, *, up: int, down: int) -> object:
    """Set the most that its P2P connections may move, until it ends."""
    if not up and not down:
        raise click.UsageError("say what to set: --up, --down or both")
    return await node.rpc.set_limit(upload_kib_per_second=up, download_kib_per_second=down)


def _labelled(lists: Mapping[str, Sequence[object]]) -> list[dict[str, object]]:
    return [{"list": name, **table.contents(peer)} for name, peers in lists.items() for peer in peers]
