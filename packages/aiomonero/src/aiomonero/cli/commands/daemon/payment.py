# SPDX-License-Identifier: Apache-2.0
"""Commands about the count of calls, and about payment for RPC, which monero 0.19 no longer has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from aiomonero.cli.commands.daemon.group import group
from aiomonero.cli.output import show, table
from aiomonero.cli.session import kinds

if TYPE_CHECKING:
    from aiomonero.node import Node

_client = click.option("--client", metavar="HEX", required=True, help="who, as wallets make it")


@group.asks("rpc-access-tracking")
@click.option("--clear", is_flag=True, help="count from 0 again")
async def rpc_access_tracking(node: Node, *, clear: bool) -> object:
    """List how often each call was made on all ports, and how long it took."""
    counts = await node.rpc.rpc_access_tracking(clear=clear)
    busiest = [each for each in counts if each.count]
    busiest.sort(key=lambda each: -each.time_nanoseconds)
    columns = (
        "rpc",
        "count",
        table.Column("in all (ms)", lambda each: round(each.time_nanoseconds / 1e6, 1)),
        table.Column("each (ms)", lambda each: round(each.time_nanoseconds / each.count / 1e6, 3)),
    )
    return show.Answer(counts, lambda style: table.rows(busiest, columns, style))


@group.asks("rpc-access-info")
@click.option("--client", metavar="HEX", default="", help="who, as wallets make it")
async def rpc_access_info(node: Node, *, client: str) -> object:
    """Show what to mine for credits."""
    return await node.rpc.rpc_access_info(client)


@group.asks("rpc-access-submit-nonce")
@_client
@click.option("--nonce", type=click.IntRange(0, 2**32 - 1), required=True, help="what was found")
@click.option("--cookie", type=click.IntRange(0, 2**32 - 1), required=True, help="as rpc-access-info told it")
async def rpc_access_submit_nonce(node: Node, *, client: str, nonce: int, cookie: int) -> object:
    """Hand in a nonce, and show the credits that there are then."""
    return await node.rpc.rpc_access_submit_nonce(client, nonce=nonce, cookie=cookie)


@group.asks("rpc-access-pay")
@_client
@click.option("--paying-for", required=True, help="what the daemon is to note down")
@click.option("--credits", "payment", type=kinds.NUMBER, required=True, help="how much to take")
async def rpc_access_pay(node: Node, *, client: str, paying_for: str, payment: int) -> object:
    """Pay for something outside RPC, and show the credits that are left."""
    return await node.rpc.rpc_access_pay(client, paying_for=paying_for, payment_credits=payment)


@group.asks("rpc-access-data")
async def rpc_access_data(node: Node) -> object:
    """List all clients' credits."""
    data = await node.rpc.rpc_access_data()
    columns = ("client", "balance", "last_update_time", "credits_total", "credits_used", "nonces_good", "nonces_bad")
    return show.Answer(data, lambda style: table.rows(data.entries, columns, style))


@group.asks("rpc-access-account")
@_client
@click.option(
    "--delta-balance",
    type=click.IntRange(-(2**63), 2**63 - 1),
    default=0,
    show_default=True,
    help="credits to give, or to take",
)
async def rpc_access_account(node: Node, *, client: str, delta_balance: int) -> object:
    """Show a client's credits, after giving or taking some."""
    return await node.rpc.rpc_access_account(client, delta_balance=delta_balance)
