# SPDX-License-Identifier: Apache-2.0
"""Asks the exporters of the set's other nodes in the background, so that no reader of health ever waits for one.

A sibling that hangs costs its own answer only, and names are looked up in every round. Readers find what the last round
brought; only before the first one, seconds after the start, is nothing known.
"""

import asyncio
from collections.abc import Callable, Sequence

from aiomonero import errors
from aiomonero.rpc import health
from aiomonero.rpc.daemon import DaemonRpc
from aiomonero.transport.base import Transport
from aiomonero.transport.http import HttpTransport
from aiomonero.types import peer_address
from aiomonero.types.health import Status
from monero_exporter.scrape import forks, names
from monero_exporter.translate.observation import Sibling

DEADLINE_SECONDS = 5.0
"""An exporter whose daemon hangs takes up to 4 s to say so."""
ROUND_SECONDS = 5.0
SECONDS_PER_SIBLING = 0.5
"""The larger the set, the longer the pause: each of its nodes asks all the others."""
MAX_SIBLINGS = names.MAX_ADDRESSES
MAX_AT_ONCE = 16
IDLE_SECONDS = 10.0
"""Connections are kept between the rounds of sets of up to twenty; larger ones would keep too many."""
_OWN_DEADLINE_SECONDS = 2.0

Address = tuple[str, int]
Known = tuple[Sibling, ...] | None


class Siblings:
    """A companion that keeps what the other nodes last said; one called `own_name` is this node itself, and left out.

    Health is judged by what it knows, so that is part of every observation and no field of `Details`.
    """

    name = "siblings"

    def __init__(
        self,
        addresses: Sequence[Address],
        own_name: str | None,
        daemon: DaemonRpc,
        *,
        look_up: Callable[[str], tuple[str, ...]] = names.resolve,
    ) -> None:
        self._addresses = addresses
        self._own_name = own_name
        self._daemon = daemon
        self._names = names.Names(look_up)
        self._room = asyncio.Semaphore(MAX_AT_ONCE)
        self._known: Known = None

    def last(self) -> Known:
        """Return what was last heard, None before the first round."""
        return self._known

    def forget(self) -> None:
        self._known = ()  # a mistake here must not keep the node out of service

    async def run(self) -> None:
        """Ask all again and again."""
        async with HttpTransport(max_connections=MAX_AT_ONCE, idle_seconds=IDLE_SECONDS) as transport:
            while True:
                await self.look(transport)
                await asyncio.sleep(max(ROUND_SECONDS, SECONDS_PER_SIBLING * len(self._known or ())))

    async def look(self, transport: Transport) -> None:
        """Ask all siblings once."""
        urls, lost_names = await self._urls()
        answers = await asyncio.gather(*(self._ask(transport, url) for url in urls))
        # A node that has two addresses counts once; one that tells no name is taken for another than this.
        said = {status.name or url: status for url, status in zip(urls, answers, strict=True) if status is not None}
        others = [status for key, status in said.items() if key != self._own_name]
        are_forked = await forks.against(self._daemon, others, deadline_seconds=_OWN_DEADLINE_SECONDS)
        heard = (Sibling(status, are_forked.get(status.top_hash or "")) for status in others)
        silent = answers.count(None) + lost_names
        self._known = (*heard, *(Sibling(None) for _ in range(silent)))

    async def _urls(self) -> tuple[list[str], int]:
        """Return where siblings are, and how many names were not found."""
        found = await asyncio.gather(*(self._names.addresses(host) for host, _ in self._addresses))
        urls = {
            f"http://{peer_address.join(address, port)}"
            for (_, port), addresses in zip(self._addresses, found, strict=True)
            for address in addresses
        }
        return sorted(urls)[:MAX_SIBLINGS], sum(not addresses for addresses in found)

    async def _ask(self, transport: Transport, url: str) -> Status | None:
        async with self._room:
            try:
                return await health.fetch_status(transport, url, timeout_seconds=DEADLINE_SECONDS)
            except errors.MoneroError:
                return None
