# SPDX-License-Identifier: Apache-2.0
"""Commands that make blocks, or have them made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from aiomonero.cli.commands import common
from aiomonero.cli.commands.daemon.group import group
from aiomonero.cli.output import show, table
from aiomonero.cli.session import files, kinds

if TYPE_CHECKING:
    from aiomonero.node import Node

_LIMIT_BYTES = 2**20
_wallet = click.option("--wallet-address", type=kinds.MINER, required=True, help="who is paid")
_blob = click.option("--file", "source", metavar="FILE", default="-", help="holds the hex  [standard input]")


@group.asks("get-block-template")
@_wallet
@click.option("--reserve-size", type=click.IntRange(0, 255), default=0, help="leave so many bytes to the miner")
@click.option("--previous-block", type=kinds.HASH, help="build on this block, not on the last one")
@click.option("--extra-nonce", metavar="HEX", default="", help="have these bytes in the place of reserved ones")
async def get_block_template(
    node: Node, *, wallet_address: str, reserve_size: int, previous_block: str | None, extra_nonce: str
) -> object:
    """Get the next block, but for its proof of work."""
    return await node.rpc.get_block_template(
        wallet_address, reserve_size=reserve_size, prev_block=previous_block or "", extra_nonce=extra_nonce
    )


@group.asks("submit-block")
@_blob
async def submit_block(node: Node, *, source: str) -> object:
    """Hand in a block."""
    return await node.rpc.submit_block(_hex(source))


@group.asks("generate-blocks")
@click.option("--amount-of-blocks", type=click.IntRange(1, 100_000), required=True, help="how many")
@_wallet
@click.option("--previous-block", type=kinds.HASH, help="build on this block, not on the last one")
@click.option("--starting-nonce", type=kinds.COUNT, default=0, help="another one makes other blocks")
async def generate_blocks(
    node: Node, *, amount_of_blocks: int, wallet_address: str, previous_block: str | None, starting_nonce: int
) -> object:
    """Have a regtest daemon make blocks."""
    made = await node.rpc.generate_blocks(
        amount_of_blocks, wallet_address, prev_block=previous_block or "", starting_nonce=starting_nonce
    )
    shown = {"blocks": made.blocks, "last height": made.height}
    return show.Answer(made, lambda style: table.fields(shown, style))


@group.asks("get-miner-data")
async def get_miner_data(node: Node) -> object:
    """Show what it takes to build the next block without the daemon."""
    data = await node.rpc.get_miner_data()
    return show.stacked(
        data,
        lambda style: table.fields({**table.contents(data), "tx_backlog": len(data.tx_backlog)}, style),
        lambda style: table.rows(data.tx_backlog, ("tx_hash", "weight", "fee_piconero"), style, title="transactions"),
    )


@group.asks("add-aux-pow")
@_blob
@click.option("--aux", metavar="ID:HASH", multiple=True, required=True, help="a block of another chain; repeatable")
async def add_aux_pow(node: Node, *, source: str, aux: tuple[str, ...]) -> object:
    """Put blocks of other chains into a template."""
    from aiomonero.types.hashes import Hash
    from aiomonero.types.mining import AuxPow

    pairs = [[kinds.HASH.convert(part, None, None) for part in each.partition(":")[::2]] for each in aux]
    return await node.rpc.add_aux_pow(_hex(source), [AuxPow(Hash(chain), Hash(block)) for chain, block in pairs])


@group.asks("calc-pow")
@_blob
@click.option("--major-version", type=click.IntRange(1, 255), required=True, help="the block's")
@click.option("--height", type=kinds.HEIGHT, required=True, help="the block's")
@click.option("--seed-hash", type=kinds.HASH, required=True, help="of the block that its height says")
async def calc_pow(node: Node, *, source: str, major_version: int, height: int, seed_hash: str) -> object:
    """Show the proof-of-work hash of a block."""
    blob = _hex(source)
    return await node.rpc.calc_pow(blob, major_version=major_version, height=height, seed_hash=seed_hash)


@group.asks("start-mining")
@_wallet
@common.mining
async def start_mining(
    node: Node, *, wallet_address: str, threads: int, background_mining: bool, ignore_battery: bool
) -> object:
    """Have the daemon mine by itself."""
    await node.rpc.start_mining(
        wallet_address, threads=threads, is_background=background_mining, ignores_battery=ignore_battery
    )
    return show.done("mining")


@group.asks("stop-mining")
async def stop_mining(node: Node) -> object:
    """End the daemon's own mining."""
    await node.rpc.stop_mining()
    return show.done("stopped")


@group.asks("mining-status")
async def mining_status(node: Node) -> object:
    """Show what the daemon's own miner does."""
    return await node.rpc.mining_status()


@group.asks("set-log-hash-rate")
@click.option("--visible/--hidden", required=True, default=None, help="whether to")
async def set_log_hash_rate(node: Node, *, visible: bool) -> object:
    """Show the hash rate on the daemon's console, or not."""
    await node.rpc.set_log_hash_rate(visible=visible)
    return show.done("shown" if visible else "hidden")


def _hex(source: str) -> str:
    return files.text(source, limit_bytes=_LIMIT_BYTES).strip()
