# SPDX-License-Identifier: Apache-2.0
"""What a daemon publishes and what a subscription says for itself: a sentence for people, a record for programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import msgspec

from aiomonero.cli.output import units
from aiomonero.types.mining import MinerData
from aiomonero.types.publication import FullBlocks, FullTransactions, NewBlocks, NewTransactions, Topic
from aiomonero.zmq import notice
from aiomonero.zmq.notice import Event

_TOPICS: dict[type, Topic] = {
    FullBlocks: Topic.FULL_CHAIN,
    NewBlocks: Topic.MINIMAL_CHAIN,
    FullTransactions: Topic.FULL_POOL,
    NewTransactions: Topic.MINIMAL_POOL,
    MinerData: Topic.MINER_DATA,
}


def record(event: Event) -> dict[str, Any]:
    """Return an event as a program wants it: a publication under its `topic` as the daemon wrote it, or a `notice`."""
    if topic := _TOPICS.get(type(event)):
        return {"topic": topic.value, "data": msgspec.to_builtins(_content(event))}
    if isinstance(event, notice.Undecodable):
        return {"notice": "undecodable", "error": str(event.error)}
    return {"notice": type(event).__name__.lower(), **msgspec.to_builtins(event)}


def sentence(event: Event) -> str:
    """Return an event as a person reads it; several lines where it is about several transactions."""
    return _SENTENCES[type(event)](event)


def _content(event: Event) -> object:
    if isinstance(event, FullBlocks):
        return event.blocks
    return event.transactions if isinstance(event, FullTransactions | NewTransactions) else event


def _new_blocks(event: NewBlocks) -> str:
    return "\n".join(f"block {event.first_height + index} {each}" for index, each in enumerate(event.hashes))


def _full_blocks(event: FullBlocks) -> str:
    return "\n".join(
        f"block {block.height} with {len(block.tx_hashes)} transactions, on {block.prev_hash}" for block in event.blocks
    )


def _new_transactions(event: NewTransactions) -> str:
    return "\n".join(
        f"transaction {each.tx_hash} of {units.size(each.size_bytes)}, fee {units.xmr(each.fee_piconero)}"
        for each in event.transactions
    )


def _full_transactions(event: FullTransactions) -> str:
    return "\n".join(
        f"transaction from {len(each.inputs)} to {len(each.outputs)} outputs, fee {units.xmr(each.fee_piconero or 0)}"
        for each in event.transactions
    )


def _miner_data(event: MinerData) -> str:
    waiting = len(event.tx_backlog)
    return f"miners work on block {event.height}: difficulty {event.difficulty}, {waiting} transactions wait"


def _missed(event: notice.Missed) -> str:
    return f"missed blocks {event.first_height} to {event.last_height}"


def _reorganized(event: notice.Reorganized) -> str:
    return f"reorganization: {event.depth} blocks from {event.first_height} on are replaced"


_SENTENCES = cast(
    "dict[type, Callable[[Event], str]]",
    {
        NewBlocks: _new_blocks,
        FullBlocks: _full_blocks,
        NewTransactions: _new_transactions,
        FullTransactions: _full_transactions,
        MinerData: _miner_data,
        notice.Missed: _missed,
        notice.Reorganized: _reorganized,
        notice.Disconnected: lambda event: f"the connection ended, and what is published now is lost: {event.reason}",
        notice.Reconnected: lambda _: "the connection is back",
        notice.Overflowed: lambda event: f"too slow: {event.dropped} messages were thrown away",
        notice.Silent: lambda event: f"nothing was published for {units.span(event.seconds)}",
        notice.Undecodable: lambda event: f"nonsense: {event.error}",
    },
)
