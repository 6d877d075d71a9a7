# SPDX-License-Identifier: Apache-2.0
"""Commands about the daemon itself and how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from aiomonero.cli.commands.daemon.group import group
from aiomonero.cli.output import show, table

if TYPE_CHECKING:
    from aiomonero.node import Node
    from aiomonero.types.sync import SyncInfo

_FORK_STATES = {0: "probably left the network's chain", 1: "needs an update", 2: "ready"}


@group.asks("get-info")
async def get_info(node: Node) -> object:
    """Show what the daemon says of itself."""
    info = await node.rpc.get_info()
    shown = table.contents(info)
    if info.network is not None:
        del shown["nettype"]  # the same by another name, which regtest alone does not share
    return show.Answer(info, lambda style: table.fields(shown, style))


@group.asks("get-version")
async def get_version(node: Node) -> object:
    """Show the version of its RPC, and its hard forks."""
    version = await node.rpc.get_version()
    told = table.contents(version, ("rpc_version", "release", "current_height", "target_height"))
    sent = {name: content for name, content in told.items() if content is not None}  # monero 0.18.0 says less
    if version.hard_forks is None:
        return show.Answer(version, lambda style: table.fields(sent, style))
    return show.stacked(
        version,
        lambda style: table.fields(sent, style),
        lambda style: table.rows(version.hard_forks or (), ("hf_version", "height"), style, title="hard forks"),
    )


@group.asks("get-height")
async def get_height(node: Node) -> object:
    """Show how many blocks the chain has, and the hash of the last one."""
    return await node.rpc.get_height()


@group.asks("get-block-count")
async def get_block_count(node: Node) -> object:
    """Show how many blocks the chain has."""
    return await node.rpc.get_block_count()


@group.asks("hardfork-info")
@click.option(
    "--version", type=click.IntRange(0, 255), default=0, help="which rules, by default those of the next block"
)
async def hardfork_info(node: Node, *, version: int) -> object:
    """Show what is known of a set of consensus rules."""
    info = await node.rpc.hard_fork_info(version)
    shown = {**table.contents(info), "state": _FORK_STATES.get(info.state, "unknown here")}
    return show.Answer(info, lambda style: table.fields(shown, style))


@group.asks("sync-info")
async def sync_info(node: Node) -> object:
    """Show what is being downloaded, and from whom."""
    info: SyncInfo = await node.rpc.sync_info()
    peers = [peer.info for peer in info.peers]
    known = ("height", "target_height", "next_needed_pruning_seed")
    asked = {**table.contents(info, known), "overview": info.overview if info.spans else None}
    peer = ("address", "height", "state", "incoming", "current_download_kib_per_second")
    span = ("start_block_height", "nblocks", "remote_address", "size_bytes", "speed")
    return show.stacked(
        info,
        lambda style: table.fields(asked, style),
        lambda style: table.rows(peers, peer, style, title="peers"),
        lambda style: table.rows(info.spans, span, style, title="spans"),
    )


@group.asks("get-alternate-chains")
async def get_alternate_chains(node: Node) -> object:
    """List the chains that lost against the main one."""
    chains = await node.rpc.get_alternate_chains()
    return show.listed(chains, "height", "length", "block_hash", "main_chain_parent_block", "cumulative_difficulty")


@group.asks("get-alt-blocks-hashes")
async def get_alt_blocks_hashes(node: Node) -> object:
    """List the hashes of all blocks aside of the main chain."""
    return show.listed(await node.rpc.get_alt_blocks_hashes(), table.Column("hash", str))
