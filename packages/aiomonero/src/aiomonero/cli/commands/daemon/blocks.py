# SPDX-License-Identifier: Apache-2.0
"""Commands about blocks."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import click

from aiomonero import errors
from aiomonero.cli.commands.daemon.group import group
from aiomonero.cli.output import show, table
from aiomonero.cli.session import kinds, progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from aiomonero.node import Node
    from aiomonero.types.block import Block, BlockHeader

_HEADER = (
    "height", "hash", "timestamp", "num_txes", "reward_piconero", "block_size_bytes", "block_weight", "difficulty"
)  # fmt: skip
_BLOCK = (*_HEADER, "prev_hash", "major_version", "minor_version", "nonce", "depth", "orphan_status", "miner_tx_hash")


@group.asks("get-block")
@click.option("--height", type=kinds.HEIGHT, help="0 is the first block of all")
@click.option("--hash", "block_hash", type=kinds.HASH, help="also of a block aside of the main chain")
@click.option("--last", is_flag=True, help="the last block, which is the default")
@click.option("--block-json", is_flag=True, help="show what is inside instead")
async def get_block(node: Node, *, height: int | None, block_hash: str | None, last: bool, block_json: bool) -> object:
    """Show a block."""
    block = await node.rpc.get_block(await _named(node, height, block_hash, last))
    if block_json:
        return block.body()
    return show.Answer(block, lambda style: _view(block, style))


@group.asks("get-block-header")
@click.option("--height", type=kinds.HEIGHT, multiple=True, help="may be repeated; 0 is the first of all")
@click.option("--hash", "block_hash", type=kinds.HASH, multiple=True, help="may be repeated")
async def get_block_header(node: Node, *, height: tuple[int, ...], block_hash: tuple[str, ...]) -> object:
    """Show the headers of blocks, by default of the last one."""
    headers = [await node.rpc.get_block_header_by_height(each) for each in height]
    if block_hash:
        headers.extend(await node.rpc.get_block_headers_by_hash(block_hash))
    return _headers(headers or [await node.rpc.get_last_block_header()])


@group.asks("get-last-block-header")
async def get_last_block_header(node: Node) -> object:
    """Show the header of the last block."""
    header = await node.rpc.get_last_block_header()
    return show.Answer(header, lambda style: table.fields(header, style, _BLOCK))


@group.asks("get-block-headers-range")
@click.option("--start", type=kinds.HEIGHT, help="the first height")
@click.option("--end", type=kinds.HEIGHT, help="the last height, itself included")
@click.option("--last", type=click.IntRange(min=1), help="so many headers, up to the last block")
async def get_block_headers_range(node: Node, *, start: int | None, end: int | None, last: int | None) -> object:
    """List the headers of a range of blocks, of the last ten by default."""
    if start is not None and last is not None:
        raise click.UsageError("say where it begins, --start, or how many there are, --last")
    if end is None:
        end = (await node.rpc.get_height()).height - 1
    if start is None:
        start = max(0, end - (last or 10) + 1)
    if start > end:
        raise click.UsageError(f"the range {start} to {end} holds no block")
    headers = await progress.collect(node.rpc.iterate_headers(start, end + 1), end + 1 - start, "headers")
    if not headers.values and not headers.exit_code:
        raise errors.NotFound(f"the chain ends before {start}", method="get_block_headers_range")
    return dataclasses.replace(_headers(headers.values), exit_code=headers.exit_code)


@group.asks("on-get-block-hash")
@click.option("--height", type=kinds.HEIGHT, required=True, help="0 is the first block of all")
async def on_get_block_hash(node: Node, *, height: int) -> object:
    """Show the hash of the main chain's block at a height."""
    return await node.rpc.on_get_block_hash(height)


@group.asks("get-blocks")
@click.option("--start-height", type=kinds.HEIGHT, required=True, help="the first block's height")
@click.option("--count", type=click.IntRange(1, 1000), default=10, show_default=True, help="how many")
async def get_blocks(node: Node, *, start_height: int, count: int) -> object:
    """Fetch blocks with all their transactions as bytes; --json has them in hex."""
    end = min(start_height + count, (await node.rpc.get_height()).height)
    fetched = await progress.collect(node.rpc.iterate_blocks(start_height, end), max(0, end - start_height), "blocks")
    value = [{"height": height, "block": block} for height, block in fetched.values]
    return show.Answer(value, lambda style: table.rows(fetched.values, _RAW, style), fetched.exit_code)


@group.asks("get-hashes")
@click.option("--start-height", type=kinds.HEIGHT, default=0, show_default=True, help="the first one")
async def get_hashes(node: Node, *, start_height: int) -> object:
    """List the hashes of the main chain's blocks, ten thousand at most."""
    # Whoever asks names a block of his own and the first of all; what both sides have in common comes first.
    own = [await node.rpc.on_get_block_hash(height) for height in sorted({start_height, 0}, reverse=True)]
    answer = await node.rpc.get_hashes_bin(block_ids=own)
    numbered = list(enumerate(answer.hashes, answer.start_height))
    columns = (table.Column("height", lambda each: each[0]), table.Column("hash", lambda each: each[1]))
    return show.Answer(answer, lambda style: table.rows(numbered, columns, style))


async def _named(node: Node, height: int | None, block_hash: str | None, last: bool) -> int | str:  # noqa: FBT001 - a flag of the command
    if sum((height is not None, block_hash is not None, last)) > 1:
        raise click.UsageError("name one block: --height, --hash or --last")
    if block_hash is not None:
        return block_hash
    return height if height is not None else (await node.rpc.get_height()).height - 1


def _headers(headers: Sequence[BlockHeader]) -> show.Answer:
    if len(headers) == 1:
        return show.Answer(headers, lambda style: table.fields(headers[0], style, _BLOCK))
    return show.listed(headers, *_HEADER)


def _view(block: Block, style: table.Style) -> RenderableType:
    shown = {name: getattr(block.header, name) for name in _BLOCK}
    return table.fields({**shown, "transactions": block.tx_hashes}, style)


_RAW = (
    table.Column("height", lambda each: each[0]),
    table.Column("bytes", lambda each: len(each[1].blob)),
    table.Column("transactions", lambda each: len(each[1].transactions)),
)
