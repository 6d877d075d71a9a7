# SPDX-License-Identifier: Apache-2.0
"""`monero daemon zmq`: what a daemon publishes, as it comes."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING

import click

from aiomonero.cli.commands.daemon.group import group
from aiomonero.cli.output import event as events
from aiomonero.cli.output.stream import Moment
from aiomonero.cli.session import variables
from aiomonero.types.publication import Topic
from aiomonero.zmq import address

if TYPE_CHECKING:
    from aiomonero.node import Node

VARIABLE = variables.ZMQ
DEFAULT = "tcp://127.0.0.1:18083"
_TOPICS = {topic.value: topic for topic in Topic}


def checked(_context: click.Context, _option: click.Parameter, text: str | None) -> str | None:
    """Return the address of a publisher, for click; raises click.BadParameter."""
    try:
        return None if text is None else address.check(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@group.streams("zmq")
@click.option("--topic", type=click.Choice(list(_TOPICS)), multiple=True, help="may be repeated  [all]")
@click.option(
    "--endpoint",
    metavar="ADDRESS",
    envvar=VARIABLE,
    default=DEFAULT,
    callback=checked,
    help=f"where the daemon publishes, as its --zmq-pub says  [${VARIABLE}, else {DEFAULT}]",
)
@click.option("--count", type=click.IntRange(1), help="end after so many events  [never]")
@click.option("--silence", type=click.FloatRange(0.001), metavar="SECONDS", help="say when nothing came for so long")
async def zmq(
    node: Node, *, topic: tuple[str, ...], endpoint: str, count: int | None, silence: float | None
) -> AsyncGenerator[Moment, None]:
    """Print what the daemon publishes, and what is missing in between; with --json a line per event."""
    topics = [_TOPICS[name] for name in topic] or list(Topic)
    left = count
    async with node.zmq_at(endpoint).subscribe(*topics, silence_seconds=silence) as subscription:
        async for event in subscription:
            yield Moment(events.record(event), events.sentence(event))
            left = None if left is None else left - 1
            if left == 0:
                return
