# SPDX-License-Identifier: Apache-2.0
"""Commands about the pool of transactions that wait for a block."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from aiomonero.cli.commands.daemon.group import group
from aiomonero.cli.output import show, table
from aiomonero.cli.session import asking, kinds

if TYPE_CHECKING:
    from aiomonero.node import Node


@group.asks("get-transaction-pool")
async def get_transaction_pool(node: Node) -> object:
    """List what waits."""
    pool = await node.rpc.get_transaction_pool()
    columns = ("tx_hash", "receive_time", "size_bytes", "weight", "fee_piconero", "relayed", "double_spend_seen")
    return show.Answer(pool, lambda style: table.rows(pool.transactions, columns, style))


@group.asks("get-transaction-pool-hashes")
async def get_transaction_pool_hashes(node: Node) -> object:
    """List the hashes of what waits."""
    return show.listed(await node.rpc.get_transaction_pool_hashes(), table.Column("hash", str))


@group.asks("get-transaction-pool-stats")
async def get_transaction_pool_stats(node: Node) -> object:
    """Show the pool in numbers."""
    stats = await node.rpc.get_transaction_pool_stats()
    shown = table.contents(stats)
    shown["oldest_time"] = shown.pop("oldest")
    del shown["histo"]
    return show.stacked(
        stats,
        lambda style: table.fields(shown, style),
        lambda style: table.rows(stats.histo, ("txs", "size_bytes"), style, title="groups of age"),
    )


@group.asks("get-txpool-backlog")
async def get_txpool_backlog(node: Node) -> object:
    """List weight, fee and age of what waits."""
    return show.listed(await node.rpc.get_txpool_backlog(), "weight", "fee_piconero", "time_in_pool_seconds")


@group.asks("flush-txpool")
@click.option("--txn", "transaction", type=kinds.HASH, multiple=True, help="only this one; may be repeated")
@asking.yes
async def flush_txpool(node: Node, *, transaction: tuple[str, ...], yes: bool) -> object:
    """Forget what waits."""
    if not transaction:
        asking.confirm("Forget all transactions that wait for a block?", yes=yes)
    await node.rpc.flush_txpool(transaction)
    return show.done("forgotten")
