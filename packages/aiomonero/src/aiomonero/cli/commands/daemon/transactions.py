# SPDX-License-Identifier: Apache-2.0
"""Commands about single transactions."""

from __future__ import annotations

import dataclasses
import itertools
from typing import TYPE_CHECKING

import click

from aiomonero.cli.commands.daemon.group import group
from aiomonero.cli.output import show, table
from aiomonero.cli.session import files, kinds, progress

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from rich.console import RenderableType

    from aiomonero.node import Node
    from aiomonero.types.output import Output
    from aiomonero.types.transaction import Transaction

    Rings = list[tuple[str, tuple[Output, ...]]]
    """The key image of each input, and the outputs of which it may spend any."""

_NOT_FOUND = 1
_LIMIT_BYTES = 2**20
"""More does not fit into a request (monero 0.18)."""
_SHOWN = ("tx_hash", "in_pool", "block_height", "block_timestamp", "confirmations", "received_timestamp", "relayed")
_hashes = click.option("-t", "--transaction", type=kinds.HASH, required=True, multiple=True, help="may be repeated")


@group.asks("get-transaction")
@_hashes
@click.option("--unwrap", is_flag=True, help="show the outputs in each ring too")
async def get_transaction(node: Node, *, transaction: tuple[str, ...], unwrap: bool) -> object:
    """Show transactions of the chain or the pool."""
    answer = await node.rpc.get_transactions(transaction, decode_as_json=True)
    if answer.missed:
        click.echo(f"not found: {', '.join(answer.missed)}", err=True)
    exit_code = _NOT_FOUND if answer.missed else 0
    if not unwrap:
        shown = show.stacked(answer, *(_shower(each) for each in answer.found))
        return dataclasses.replace(shown, exit_code=exit_code)
    rings = await progress.collect(_all_rings(node, answer.found), len(answer.found), "transactions")
    value = {"transactions": answer.found, "rings": rings.values}
    drawn = itertools.zip_longest(map(_shower, answer.found), map(_ring_shower, rings.values))
    shown = show.stacked(value, *(view for views in drawn for view in views if view))
    return dataclasses.replace(shown, exit_code=rings.exit_code or exit_code)


@group.asks("send-raw-transaction")
@click.option("--file", "source", metavar="FILE", default="-", help="holds the transaction in hex  [standard input]")
@click.option("--do-not-relay", is_flag=True, help="check it and keep it, and tell nobody")
async def send_raw_transaction(node: Node, *, source: str, do_not_relay: bool) -> object:
    """Hand in a transaction that was signed elsewhere."""
    blob = files.text(source, limit_bytes=_LIMIT_BYTES).strip()
    sent = await node.rpc.send_raw_transaction(blob, do_not_relay=do_not_relay)
    return show.Answer(sent, lambda _: "taken" + (", and kept: " + sent.reason if sent.not_relayed else " and relayed"))


@group.asks("relay-tx")
@click.option("--txn", "transaction", type=kinds.HASH, required=True, multiple=True, help="may be repeated")
async def relay_tx(node: Node, *, transaction: tuple[str, ...]) -> object:
    """Send transactions of the pool to peers."""
    await node.rpc.relay_tx(transaction)
    return show.done(f"{len(transaction)} transactions relayed")


@group.asks("is-key-image-spent")
@click.option("--key-image", type=kinds.KEY, required=True, multiple=True, help="may be repeated")
async def is_key_image_spent(node: Node, *, key_image: tuple[str, ...]) -> object:
    """Say whether outputs with these key images were spent, in the chain or the pool."""
    found = await node.rpc.is_key_image_spent(key_image)
    value = [{"key_image": image, "spent": each.name.lower()} for image, each in zip(key_image, found, strict=True)]
    return show.listed(value, "key_image", "spent")


@group.asks("get-txids-loose")
@click.option("--template", type=kinds.KEY, required=True, help="64 hex digits")
@click.option("--bits", type=click.IntRange(0, 256), required=True, help="so many of them count")
async def get_txids_loose(node: Node, *, template: str, bits: int) -> object:
    """List transactions whose hash begins so, without telling which one is meant; since monero 0.19."""
    return show.listed(await node.rpc.get_txids_loose(template, bits), table.Column("hash", str))


@group.asks("get-o-indexes")
@click.option("-t", "--transaction", type=kinds.HASH, required=True, help="whose outputs")
async def get_o_indexes(node: Node, *, transaction: str) -> object:
    """List the places in the chain of a transaction's outputs."""
    return show.listed(await node.rpc.get_o_indexes_bin(transaction), table.Column("index", int))


def _shower(transaction: Transaction) -> table.View:
    def view(style: table.Style) -> RenderableType:
        shown = {name: getattr(transaction, name) for name in _SHOWN}
        if (inside := transaction.body()) is not None:
            shown |= {"size_bytes": len(transaction.blob()), "fee_piconero": inside.fee_piconero}
            shown |= {"version": inside.version, "unlocks at": inside.unlock_time, "extra": inside.extra}
            shown |= {"inputs": len(inside.inputs), "outputs": [each.target.public_key for each in inside.outputs]}
        return table.fields(shown, style)

    return view


async def _all_rings(node: Node, transactions: Sequence[Transaction]) -> AsyncIterator[Rings]:
    for each in transactions:
        yield await _rings(node, each)


async def _rings(node: Node, transaction: Transaction) -> Rings:
    from aiomonero.types.output import OutputId

    inside = transaction.body()
    spent = [each.key for each in inside.inputs if each.key] if inside else []
    names = {key.key_image: [OutputId(index, key.amount_piconero) for index in key.output_indices] for key in spent}
    return [(image, await node.rpc.get_outs(ids, get_txid=True)) for image, ids in names.items()]


def _ring_shower(rings: Rings) -> table.View:
    members = [(image, output) for image, ring in rings for output in ring]
    columns = (
        table.Column("key image", lambda each: each[0]),
        table.Column("height", lambda each: each[1].height),
        table.Column("output", lambda each: each[1].key),
        table.Column("transaction", lambda each: each[1].tx_hash),
    )
    return lambda style: table.rows(members, columns, style)
