# SPDX-License-Identifier: Apache-2.0
"""Commands about fees, new coins and outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from aiomonero.cli.commands.daemon.group import group
from aiomonero.cli.output import show, table
from aiomonero.cli.session import kinds

if TYPE_CHECKING:
    from aiomonero.node import Node
    from aiomonero.types.output import OutputId

_USUAL_BLOCKS = 100
_MOST_BLOCKS = 10_000
_amounts = click.option("--amount", "amounts", type=kinds.NUMBER, multiple=True, help="in piconero; repeatable")


@group.asks("get-fee-estimate")
@click.option("--grace-blocks", type=kinds.NUMBER, default=0, help="the fee should suffice for so many blocks")
async def get_fee_estimate(node: Node, *, grace_blocks: int) -> object:
    """Show what a transaction costs, in piconero per byte of weight."""
    fees = await node.rpc.get_fee_estimate(grace_blocks=grace_blocks)
    names = ("slow", "normal", "fast", "fastest")
    shown = dict(zip(names, fees.fees_piconero, strict=False)) or {"normal": fees.fee_piconero}
    shown["rounded up to a multiple of"] = fees.quantization_mask
    return show.Answer(fees, lambda style: table.fields(shown, style))


@group.asks("get-coinbase-tx-sum")
@click.option("--height", type=kinds.HEIGHT, required=True, help="the first block")
@click.option("--count", type=click.IntRange(1, 2**64 - 1), required=True, help="how many blocks")
async def get_coinbase_tx_sum(node: Node, *, height: int, count: int) -> object:
    """Add up new coins and fees of a range of blocks."""
    total = await node.rpc.get_coinbase_tx_sum(height, count)
    return show.Answer(total, lambda style: table.fields(total, style, ("emission_piconero", "fee_piconero")))


@group.asks("get-outs")
@click.option("--output", metavar="[AMOUNT:]INDEX", multiple=True, required=True, help="may be repeated")
@click.option("--get-txid", is_flag=True, help="tell whose outputs they are too")
async def get_outs(node: Node, *, output: tuple[str, ...], get_txid: bool) -> object:
    """Show outputs by their places; without an amount (piconero) among those whose amount is hidden."""
    found = await node.rpc.get_outs([_output(each) for each in output], get_txid=get_txid)
    return show.listed(found, "height", "unlocked", "key", "mask", *(["tx_hash"] if get_txid else []))


@group.asks("get-output-histogram")
@_amounts
@click.option("--unlocked", is_flag=True, help="count the unlocked ones too")
async def get_output_histogram(node: Node, *, amounts: tuple[int, ...], unlocked: bool) -> object:
    """Count the outputs of amounts; of all amounts that takes long."""
    counts = await node.rpc.get_output_histogram(amounts, unlocked=unlocked)
    return show.listed(counts, "amount_piconero", "total_instances", "unlocked_instances", "recent_instances")


@group.asks("get-output-distribution")
@_amounts
@click.option("--from-height", type=kinds.HEIGHT, help="the first block  [a hundred blocks before the last]")
@click.option("--to-height", type=kinds.HEIGHT, help="the last block  [that of the chain]")
@click.option("--cumulative", is_flag=True, help="of all outputs up to each block")
async def get_output_distribution(
    node: Node, *, amounts: tuple[int, ...], from_height: int | None, to_height: int | None, cumulative: bool
) -> object:
    """Count the new outputs of each block, of ten thousand blocks at most."""
    end = (await node.rpc.get_height()).height - 1 if to_height is None else to_height
    start = max(0, end - _USUAL_BLOCKS + 1) if from_height is None else from_height
    if not 0 <= end - start < _MOST_BLOCKS:
        raise click.UsageError(f"the range {start} to {end} holds none or more than {_MOST_BLOCKS} blocks")
    found = await node.rpc.get_output_distribution_bin(
        amounts or (0,), from_height=start, to_height=end, cumulative=cumulative
    )
    rows = [
        {"amount_piconero": each.amount_piconero, "height": height, "outputs": count}
        for each in found
        for height, count in enumerate(each.distribution, each.start_height)
    ]
    return show.Answer(found, lambda style: table.rows(rows, ("amount_piconero", "height", "outputs"), style))


def _output(text: str) -> OutputId:
    from aiomonero.types.output import OutputId

    amount, _, index = text.rpartition(":")
    try:
        return OutputId(kinds.NUMBER.convert(index, None, None), kinds.NUMBER.convert(amount or "0", None, None))
    except click.BadParameter as error:
        raise click.UsageError(f"{kinds.shown(text)} names no output: write its index, or amount:index") from error
