# SPDX-License-Identifier: Apache-2.0
"""`monero daemon watch`: a daemon at a glance, again and again."""

from __future__ import annotations

import asyncio
import collections
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator
from typing import TYPE_CHECKING

import click
import msgspec

from aiomonero import errors
from aiomonero.cli.commands.daemon import publications
from aiomonero.cli.commands.daemon.group import group
from aiomonero.cli.output import event as events
from aiomonero.cli.output import overview
from aiomonero.cli.output.overview import Overview
from aiomonero.cli.output.stream import Moment
from aiomonero.types.publication import Topic

if TYPE_CHECKING:
    from aiomonero.node import Node
    from aiomonero.zmq.subscriber import Subscription

_EVENTS_SHOWN = 5
_LOOKS_PER_NEWS = 3
_SHORTEST_PAUSE_SECONDS = 0.2
"""Between two looks, however much is published: a daemon that syncs publishes hundreds of blocks per second."""


class _News:
    """What was published lately; `wait` ends early when there is something new.

    monerod publishes a block shortly before its RPC has it, so news are worth several looks.
    """

    def __init__(self) -> None:
        self.lines: collections.deque[str] = collections.deque(maxlen=_EVENTS_SHOWN)
        self._looks_due = 0
        self._bell = asyncio.Event()

    async def gather(self, subscription: Subscription) -> None:
        """Take what is published until the subscription ends."""
        async for event in subscription:
            self.lines.extend(events.sentence(event).splitlines()[-_EVENTS_SHOWN:])
            self._looks_due = _LOOKS_PER_NEWS
            self._bell.set()

    async def wait(self, seconds: float) -> None:
        """Wait for news, for the given time at most."""
        await asyncio.sleep(min(seconds, _SHORTEST_PAUSE_SECONDS))
        if self._looks_due:
            self._looks_due -= 1
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._bell.wait(), max(seconds - _SHORTEST_PAUSE_SECONDS, 0))
        self._bell.clear()


@group.streams("watch")
@click.option(
    "--endpoint",
    metavar="ADDRESS",
    envvar=publications.VARIABLE,
    callback=publications.checked,
    help=f"where it publishes over ZMQ, to look at once when something happens  [${publications.VARIABLE}, else poll]",
)
@click.option(
    "--interval",
    type=click.FloatRange(0.1, 86400),
    default=5.0,
    show_default=True,
    metavar="SECONDS",
    help="between two looks when nothing is published",
)
@click.option("--count", type=click.IntRange(1), help="end after so many looks  [never]")
async def watch(
    node: Node, *, endpoint: str | None, interval: float, count: int | None
) -> AsyncGenerator[Moment, None]:
    """Show height, peers and pool, again and again; Ctrl-C ends it.

    On a terminal the picture is renewed in its place, elsewhere there is a line per change, with --json one of JSON.
    """
    async with _news(node, endpoint) as news:
        before, looks = None, 0
        while True:
            now = await _look(node, before, tuple(news.lines))
            yield overview.moment(now, before)
            before, looks = now, looks + 1
            if looks == count:
                return
            await news.wait(interval)


@contextlib.asynccontextmanager
async def _news(node: Node, endpoint: str | None) -> AsyncIterator[_News]:
    news = _News()
    if endpoint is None:
        yield news
        return
    async with node.zmq_at(endpoint).subscribe(Topic.MINIMAL_CHAIN, Topic.MINIMAL_POOL) as subscription:
        gathering = asyncio.create_task(news.gather(subscription))
        try:
            yield news
        finally:
            gathering.cancel()
            await asyncio.gather(gathering, return_exceptions=True)


async def _look(node: Node, before: Overview | None, lines: tuple[str, ...]) -> Overview:
    """Look once more; a daemon that was there and does not answer now keeps its picture, with the reason."""
    try:
        return await _fresh(node, before, lines)
    except errors.MoneroError as error:
        if before is None:
            raise
        return msgspec.structs.replace(before, trouble=str(error), events=lines)


async def _fresh(node: Node, before: Overview | None, lines: tuple[str, ...]) -> Overview:
    info = await node.rpc.get_info()
    pool = await node.rpc.get_transaction_pool_stats()
    timestamp = before.top_timestamp if before and before.top_hash == info.top_block_hash else None
    if timestamp is None:
        timestamp = (await node.rpc.get_block_header_by_height(info.height - 1)).timestamp
    return Overview(
        version=info.version,
        network=info.nettype,
        height=info.height,
        target_height=info.target_height,
        synchronized=info.synchronized,
        top_hash=info.top_block_hash,
        top_timestamp=timestamp,
        difficulty=info.difficulty,
        peers_in=info.incoming_connections_count,
        peers_out=info.outgoing_connections_count,
        pool_transactions=pool.txs_total,
        pool_bytes=pool.total_bytes,
        events=lines,
    )
