# SPDX-License-Identifier: Apache-2.0
"""Makes the blocks of regtest networks: a template from a ready node's restricted RPC, submitted unchanged.

At fixed difficulty 1 any nonce is a proof of work. When the next block is due follows from the chain alone, so a
restarted operator goes on where it stopped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from aiomonero import errors
from aiomonero.rpc import daemon
from aiomonero.transport import base, call
from kubeloop.objects.metadata import Key
from monero_operator.plan.actions import BlockOrder

POLICY = call.Policy(timeout_seconds=10.0, attempts=1)
RETRY_SECONDS = 5.0


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
        while True:
            wait = await self._advance(network, order)
            if wait > 0:
                await asyncio.sleep(wait)

    async def _advance(self, network: Key, order: BlockOrder) -> float:
        """Make a block if one is due, at the first node that helps; return the seconds until the next is due."""
        complaint = ""
        for endpoint in order.endpoints:
            try:
                return await self._advance_at(endpoint, order)
            except errors.MoneroError as error:
                complaint = f"{endpoint}: {error}"
        for failed in self._listeners:
            failed(network, complaint)
        return RETRY_SECONDS

    async def _advance_at(self, endpoint: str, order: BlockOrder) -> float:
        rpc = daemon.DaemonRpc(self._transport, endpoint, policy=POLICY)
        top = await rpc.get_last_block_header()
        wait = self._due_in_seconds(top.height, top.timestamp, order)
        if wait > 0:
            return wait
        template = await rpc.get_block_template(order.address)
        await rpc.submit_block(template.blocktemplate_blob)
        return self._due_in_seconds(template.height, self._clock().timestamp(), order)

    def _due_in_seconds(self, top_height: int, top_timestamp: float, order: BlockOrder) -> float:
        if top_height < order.initial:
            return 0.0
        return top_timestamp + order.interval_seconds - self._clock().timestamp()
