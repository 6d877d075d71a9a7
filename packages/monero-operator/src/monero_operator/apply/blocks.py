# SPDX-License-Identifier: Apache-2.0
"""Makes the blocks of regtest networks: a template from a ready node's restricted RPC, submitted unchanged.

At fixed difficulty 1 any nonce is a proof of work. When the next block is due follows from the chain, so a restarted
operator goes on where it stopped; a chain whose clock is ahead of ours does not make us wait longer than the interval.
"""

from __future__ import annotations

import asyncio
import collections
import logging
from collections.abc import Callable
from datetime import datetime

from aiomonero import errors
from aiomonero.rpc import daemon
from aiomonero.transport import base, call
from kubeloop.objects.metadata import Key
from monero_operator.plan.actions import BlockOrder

POLICY = call.Policy(timeout_seconds=3.0, attempts=1)
RETRY_SECONDS = 5.0

_log = logging.getLogger(__name__)


class Blocks:
    """A producer for each network that has an order."""

    def __init__(self, transport: base.Transport, *, clock: Callable[[], datetime]) -> None:
        self._transport = transport
        self._clock = clock
        self._listeners: list[Callable[[Key, str], None]] = []
        self._orders: dict[Key, BlockOrder] = {}
        self._tasks: dict[Key, asyncio.Task[None]] = {}

    def listen(self, failed: Callable[[Key, str], None]) -> None:
        """Tell this listener the network and the last node's words when no node makes a block that is due."""
        self._listeners.append(failed)

    def order(self, network: Key, order: BlockOrder | None) -> None:
        """Follow this order from now on; None stops."""
        if order == self._orders.get(network):
            return
        if task := self._tasks.pop(network, None):
            task.cancel()
        self._orders.pop(network, None)
        if order and order.endpoints:
            self._orders[network] = order
            self._tasks[network] = asyncio.create_task(self._produce(network, order), name=f"blocks {network}")

    async def _produce(self, network: Key, order: BlockOrder) -> None:
        producer = _Producer(self._transport, self._clock, order)
        while True:
            try:
                wait = await producer.advance()
            except errors.MoneroError as error:
                self._tell(network, str(error))
                wait = RETRY_SECONDS
            except Exception:  # noqa: BLE001 - production must not end silently
                _log.exception("no block for %s", network)
                wait = RETRY_SECONDS
            await asyncio.sleep(max(wait, 0.0))

    def _tell(self, network: Key, problem: str) -> None:
        for failed in self._listeners:
            failed(network, problem)


class _Producer:
    """Makes one network's blocks; the node that helped last is asked first."""

    def __init__(self, transport: base.Transport, clock: Callable[[], datetime], order: BlockOrder) -> None:
        self._transport = transport
        self._clock = clock
        self._order = order
        self._endpoints = collections.deque(order.endpoints)
        self._top_height = -1
        self._top_seen_at = 0.0

    async def advance(self) -> float:
        """Make a block if one is due; return the seconds until the next is. Raises what the last node answered."""
        problem: errors.MoneroError | None = None
        for _ in self._order.endpoints:
            try:
                return await self._advance_at(self._endpoints[0])
            except errors.MoneroError as error:
                problem = error
                self._endpoints.rotate(-1)
        assert problem is not None, "an order has endpoints"
        raise problem

    async def _advance_at(self, endpoint: str) -> float:
        rpc = daemon.DaemonRpc(self._transport, endpoint, policy=POLICY)
        top = await rpc.get_last_block_header()
        wait = self._due_in_seconds(top.height, top.timestamp)
        if wait > 0:
            return wait
        template = await rpc.get_block_template(self._order.address)
        await rpc.submit_block(template.blocktemplate_blob)
        return self._due_in_seconds(template.height, self._clock().timestamp())

    def _due_in_seconds(self, top_height: int, top_timestamp: float) -> float:
        if top_height < self._order.initial:
            return 0.0
        now = self._clock().timestamp()
        if top_height != self._top_height:
            self._top_height, self._top_seen_at = top_height, now
        return min(top_timestamp, self._top_seen_at) + self._order.interval_seconds - now
