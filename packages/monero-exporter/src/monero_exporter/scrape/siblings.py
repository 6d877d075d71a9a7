# SPDX-License-Identifier: Apache-2.0
"""Asks the exporters of the set's other nodes in the background, so that no reader of health ever waits for one.

A sibling that hangs costs its own answer only, and names are looked up in every round. Readers find what the last round
brought; only before the first one, seconds after the start, is nothing known.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Sequence

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
_OWN_DEADLINE_SECONDS = 2.0

Address = tuple[str, int]
Known = tuple[Sibling, ...] | None

_log = logging.getLogger(__name__)


class Siblings:
    """What the other nodes last said; the one called `name` is this node itself, and left out."""

    def __init__(
        self,
        addresses: Sequence[Address],
        name: str | None,
        daemon: DaemonRpc,
        transport: Transport,
        *,
        look_up: Callable[[str], tuple[str, ...]] = names.resolve,
    ) -> None:
        self._addresses = addresses
        self._name = name
        self._daemon = daemon
        self._transport = transport
        self._names = names.Names(look_up)
        self._room = asyncio.Semaphore(MAX_AT_ONCE)
        self._known: Known = None if addresses else ()

    def known(self) -> Known:
        """Return what was last heard, None before the first round."""
        return self._known

    async def run(self) -> None:
        """Ask for ever."""
        while True:
            try:
                await self.look()
            except Exception:  # noqa: BLE001 - whatever a sibling says, all are asked again
                _log.exception("asking the siblings failed unexpectedly")
            await asyncio.sleep(max(ROUND_SECONDS, SECONDS_PER_SIBLING * len(self._known or ())))

    async def look(self) -> None:
        """Ask all siblings once."""
        urls, lost_names = await self._urls()
        answers = await asyncio.gather(*map(self._ask, urls))
        # A node that has two addresses counts once; one that tells no name is taken for another than this.
        said = {status.name or url: status for url, status in zip(urls, answers, strict=True) if status is not None}
        others = [status for key, status in said.items() if key != self._name]
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

    async def _ask(self, url: str) -> Status | None:
        async with self._room:
            try:
                return await health.fetch_status(self._transport, url, timeout_seconds=DEADLINE_SECONDS)
            except errors.MoneroError:
                return None


@contextlib.asynccontextmanager
async def watched(
    addresses: Sequence[Address], name: str | None, daemon: DaemonRpc
) -> AsyncIterator[Callable[[], Known]]:
    """Ask until the end of the block; what is given is how to read what is known."""
    async with HttpTransport(max_connections=MAX_AT_ONCE, idle_seconds=IDLE_SECONDS) as transport:
        siblings = Siblings(addresses, name, daemon, transport)
        task = asyncio.create_task(siblings.run(), name="siblings") if addresses else None
        try:
            yield siblings.known
        finally:
            if task:
                task.cancel()
                await asyncio.wait([task])
