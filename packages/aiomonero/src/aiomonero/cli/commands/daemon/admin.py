# SPDX-License-Identifier: Apache-2.0
"""Commands of whoever runs the daemon: its log, its database, its program, its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from aiomonero.cli.commands import common
from aiomonero.cli.commands.daemon.group import group
from aiomonero.cli.output import show
from aiomonero.cli.session import asking

if TYPE_CHECKING:
    from aiomonero.node import Node


@group.asks("set-log-level")
@common.log_level
async def set_log_level(node: Node, *, level: int) -> object:
    """Log more or less."""
    await node.rpc.set_log_level(level)
    return show.done(f"logging at level {level}")


@group.asks("set-log-categories")
@common.log_categories
async def set_log_categories(node: Node, *, categories: str) -> object:
    """Log what is named, and show what is logged then."""
    return await node.rpc.set_log_categories(categories)


@group.asks("save-bc")
async def save_bc(node: Node) -> object:
    """Have the database on the disk, as before a snapshot."""
    await node.rpc.save_bc()
    return show.done("on the disk")


@group.asks("prune-blockchain")
@click.option("--check", is_flag=True, help="only say whether it is pruned")
@asking.yes
async def prune_blockchain(node: Node, *, check: bool, yes: bool) -> object:
    """Throw away seven eighths of what verifies old transactions, for good."""
    if not check:
        asking.confirm("Prune the database? There is no way back but a new synchronization.", yes=yes)
    return await node.rpc.prune_blockchain(check=check)


@group.asks("flush-cache")
@click.option("--bad-blocks", is_flag=True, help="which blocks were invalid")
@click.option("--bad-txs", is_flag=True, help="which transactions were invalid (0.18.0 only)")
async def flush_cache(node: Node, *, bad_blocks: bool, bad_txs: bool) -> object:
    """Forget what the daemon found invalid."""
    await node.rpc.flush_cache(bad_blocks=bad_blocks, bad_txs=bad_txs)
    return show.done("forgotten")


@group.asks("pop-blocks")
@click.option("--count", type=click.IntRange(1, 100_000), required=True, help="how many")
@click.option("--drop-txs", is_flag=True, help="do not put their transactions back into the pool (since 0.19)")
@asking.yes
async def pop_blocks(node: Node, *, count: int, drop_txs: bool, yes: bool) -> object:
    """Take blocks off the end of the chain, and show the height that is left."""
    asking.confirm(f"Take {count} blocks off the chain?", yes=yes)
    return {"height": await node.rpc.pop_blocks(count, keep_txs=False if drop_txs else None)}


@group.asks("update")
@click.option("--download", "path", metavar="PATH", help="have the daemon put the new release there")
async def update(node: Node, *, path: str | None) -> object:
    """Have the daemon look for a newer release; it asks the DNS for that."""
    from aiomonero.types.upkeep import UpdateCommand

    return await (node.rpc.update() if path is None else node.rpc.update(UpdateCommand.DOWNLOAD, path=path))


@group.asks("stop-daemon")
@asking.yes
async def stop_daemon(node: Node, *, yes: bool) -> object:
    """End the daemon, cleanly."""
    asking.confirm(f"Stop the daemon at {node.endpoint}?", yes=yes)
    await node.rpc.stop_daemon()
    return show.done("stopping")


@group.asks("set-bootstrap-daemon")
@click.option("--daemon", "bootstrap", metavar="HOST:PORT", required=True, help="auto is any public one, none is none")
async def set_bootstrap_daemon(node: Node, *, bootstrap: str) -> object:
    """Have another daemon answer while this one synchronizes; before monero 0.19."""
    await node.rpc.set_bootstrap_daemon("" if bootstrap == "none" else bootstrap)
    is_none = bootstrap == "none"
    return show.done(
        "no other daemon answers" if is_none else f"answers come from {bootstrap} until it is synchronized"
    )
