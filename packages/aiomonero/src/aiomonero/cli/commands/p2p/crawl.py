# SPDX-License-Identifier: Apache-2.0
"""`monero p2p crawl`: walks a network from its seeds and reports what it is made of."""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import resource
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aiomonero.cli.commands.p2p import address, outputs
from aiomonero.cli.commands.p2p.group import Wish, group
from aiomonero.cli.commands.p2p.progress import Progress
from aiomonero.cli.output import show
from aiomonero.cli.session import running
from aiomonero.p2p.frontier import CLEARNET, Frontier, Rules
from aiomonero.types.peer_address import AddressKind, PeerAddress

if TYPE_CHECKING:
    from aiomonero.p2p.crawler import Crawler
    from aiomonero.p2p.journal import Journal
    from aiomonero.p2p.visit import Visit

_FILE = click.Path(dir_okay=False, path_type=Path)
_OTHER_FILES = 64
_ZONES = {kind.name.lower(): kind for kind in AddressKind}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """The options of a crawl."""

    seed: tuple[str, ...]
    zone: tuple[str, ...]
    state: Path | None
    connections: int
    seconds: float
    visits: int
    hosts: int
    hops: int
    ports_per_host: int
    private: bool
    syncs: int

    def rules(self, seeds: tuple[PeerAddress, ...]) -> Rules:
        """Return whom to visit: without --zone those of the seeds' zones, as peers tell none of another."""
        kinds = frozenset(_ZONES[name] for name in self.zone) or frozenset(seed.kind for seed in seeds)
        if not self.zone and kinds & CLEARNET:
            kinds |= CLEARNET
        return Rules(
            kinds=kinds,
            allow_private=self.private,
            ports_per_host=self.ports_per_host,
            max_hosts=self.hosts,
            max_depth=self.hops,
        )


@group.asks("crawl")
@click.option("--seed", metavar="ADDRESS", multiple=True, required=True, help="where to begin; may be repeated")
@click.option("--zone", type=click.Choice(list(_ZONES)), multiple=True, help="whom to visit  [the zones of the seeds]")
@click.option("--state", type=_FILE, help="go on with the crawl in this file, or begin it")
@click.option("--output", metavar="FILE", type=_FILE, multiple=True, help=f"write {', '.join(outputs.SUFFIXES)}")
@click.option("--database", type=_FILE, multiple=True, help="countries or systems in MaxMind's format (.mmdb)")
@click.option("--lines", is_flag=True, help="print each visit as a line of JSON when it ends, instead of the report")
@click.option("--connections", type=click.IntRange(1, 10_000), default=32, show_default=True, help="at a time")
@click.option("--seconds", type=click.FloatRange(0.001), default=3600.0, show_default=True, help="the longest it takes")
@click.option("--visits", type=click.IntRange(1), default=100_000, show_default=True, help="the most peers to visit")
@click.option("--hosts", type=click.IntRange(1), default=200_000, show_default=True, help="the most to remember")
@click.option("--hops", type=click.IntRange(0), default=64, show_default=True, help="the most hops from the seeds")
@click.option("--ports-per-host", type=click.IntRange(1), default=1, show_default=True, help="for networks of your own")
@click.option("--private", is_flag=True, help="visit private addresses that peers tell: for networks of your own")
@click.option("--syncs", type=click.IntRange(0, 100), default=0, show_default=True, help="ask as often for more peers")
async def crawl(
    wish: Wish, *, output: tuple[Path, ...], database: tuple[Path, ...], lines: bool, **given: object
) -> None:
    """Visit peers and the peers they tell, each host once, and report what the network is made of.

    Ctrl-C ends the crawl with a report of what is there.
    """
    walk = Walk(**given)  # type: ignore[arg-type] # click has checked each option's type
    seeds = tuple([found for text in walk.seed for found in await address.resolve(text, wish)])
    with contextlib.ExitStack() as stack:
        with _usage():
            _allow_files(walk.connections + _OTHER_FILES)
            out = outputs.Outputs(output, stack.enter_context(outputs.places(database)), has_lines=lines)
            journal = stack.enter_context(outputs.journal(walk.state, wish.network))
        crawler, visits = _crawler(wish, walk, seeds, journal)
        known = len(visits)
        is_interrupted = await _walk(crawler, visits, out)
        if walk.state and len(visits) == known and not crawler.frontier.waiting:
            click.echo(f"nobody is left to visit: the crawl in {walk.state} had ended", err=True)
        found = out.report(visits, crawler.frontier)
        if not lines:
            show.show(out.answer(found), wish)
        out.write(visits, found)
    if is_interrupted:
        raise click.exceptions.Exit(running.INTERRUPTED)


def _crawler(
    wish: Wish, walk: Walk, seeds: tuple[PeerAddress, ...], journal: Journal | None
) -> tuple[Crawler, list[Visit]]:
    from aiomonero.p2p.crawler import Crawler, CrawlLimits
    from aiomonero.p2p.visitor import Visitor
    from aiomonero.transport.tcp import TcpDialer

    frontier = Frontier(walk.rules(seeds))
    visits = list(journal.state.visits) if journal else []
    if journal:
        frontier.restore(journal.state.found, journal.state.visited)
    new = frontier.seed(seeds)
    if journal:
        journal.found(new)
    visitor = Visitor(wish.network, TcpDialer(wish.proxy), timeout_seconds=wish.timeout_seconds, syncs=walk.syncs)
    limits = CrawlLimits(
        connections=walk.connections,
        visits=walk.visits,
        seconds=walk.seconds,
        visit_seconds=visitor.most_seconds,
    )
    return Crawler(visitor, frontier, limits=limits, journal=journal), visits


async def _walk(crawler: Crawler, visits: list[Visit], out: outputs.Outputs) -> bool:
    """Crawl to the end, add what was found to `visits`, and tell whether Ctrl-C ended it."""
    with Progress() as progress, _on_interrupt(crawler.stop) as interrupted:
        async with crawler:
            async for visit in crawler:
                visits.append(visit)
                out.tell(visit)
                progress.show(crawler, visit)
    return interrupted.is_set()


def _allow_files(count: int) -> None:
    """Let this process open so many files, connections among them; raises ValueError where the system forbids it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < count:
        raise ValueError(f"the system allows {hard} open files here (ulimit -Hn): ask for fewer --connections")
    if soft != resource.RLIM_INFINITY and soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (count, hard))


@contextlib.contextmanager
def _on_interrupt(stop: Callable[[], None]) -> Iterator[asyncio.Event]:
    """Stop at the first Ctrl-C; a second one ends the program as usual."""
    loop, interrupted = asyncio.get_running_loop(), asyncio.Event()

    def interrupt() -> None:
        interrupted.set()
        loop.remove_signal_handler(signal.SIGINT)
        stop()

    loop.add_signal_handler(signal.SIGINT, interrupt)
    try:
        yield interrupted
    finally:
        loop.remove_signal_handler(signal.SIGINT)


@contextlib.contextmanager
def _usage() -> Iterator[None]:
    try:
        yield
    except (ValueError, OSError, ModuleNotFoundError) as error:
        raise click.UsageError(str(error)) from error
