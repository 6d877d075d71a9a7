# SPDX-License-Identifier: Apache-2.0
"""Somebody with money on a regtest chain of his own, so that there are transactions to ask about."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

from aiomonero.protocol import jsonrpc
from aiomonero.testing import wallets
from aiomonero.testing.daemons import Monerod
from aiomonero.transport import http

TIMEOUT_SECONDS = 60.0
BLOCKS_BEFORE_PAYING = 75
"""60 until the first coins unlock, and 15 more that make enough outputs for a ring."""
WALLET = "payer"
_PICONERO = 10**12
_MOST_BLOCKS = 50


@dataclasses.dataclass(frozen=True, slots=True)
class Payer:
    """A wallet of which all blocks were mined for."""

    daemon: Monerod
    url: str
    address: str

    async def pay(self) -> dict[str, Any]:
        """Hand in a payment to himself and return what the wallet tells of it, `tx_hash` and `tx_blob` among it."""
        wanted = {"destinations": [{"amount": _PICONERO, "address": self.address}], "get_tx_hex": True}
        await _ask(self.url, "refresh", {})
        return await _ask(self.url, "transfer", wanted)

    async def settle(self) -> None:
        """Make blocks until nothing waits: under load a template may come without what was handed in just before."""
        async with self.daemon.node() as node:
            for _ in range(_MOST_BLOCKS):
                await self.mine(1)
                if not await node.rpc.get_transaction_pool_hashes():
                    return
        raise AssertionError(f"{_MOST_BLOCKS} blocks and the pool is not empty")

    async def mine(self, count: int) -> None:
        """Make blocks that pay him."""
        async with self.daemon.node() as node:
            for _ in range(count):
                template = await node.rpc.get_block_template(self.address)
                await node.rpc.submit_block(template.blocktemplate_blob)


@contextlib.asynccontextmanager
async def running(folder: Path, daemon: Monerod, *, program: Sequence[str] = ()) -> AsyncIterator[Payer]:
    """Run a wallet with money until the end of the block; takes some five seconds."""
    async with wallets.running(folder, daemon, program=program) as wallet:
        await _ask(wallet.url, "create_wallet", {"filename": WALLET, "language": "English"})
        address = (await _ask(wallet.url, "get_address", {}))["address"]
        payer = Payer(daemon, wallet.url, address)
        await payer.mine(BLOCKS_BEFORE_PAYING)
        yield payer


async def _ask(url: str, method: str, params: dict[str, Any]) -> dict[str, Any]:
    # The tests that share a wallet have an event loop each, and connections belong to one.
    async with http.HttpTransport() as transport:
        body = jsonrpc.encode(method, params)
        answer = await transport.post(f"{url}/json_rpc", body, timeout_seconds=TIMEOUT_SECONDS)
    return jsonrpc.decode(answer, dict[str, Any])
