# SPDX-License-Identifier: Apache-2.0
"""Somebody with money on a regtest chain, which is made once for all tests and copied for those that change it."""

from __future__ import annotations

import contextlib
import dataclasses
import shutil
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from aiomonero.testing import wallets
from aiomonero.testing.daemons import Monerod
from aiomonero.types.wallet.spending import Destination, Spending, Transfer
from aiomonero.wallet.files import SeedOfWallet
from tests.support import monerod

BLOCKS = 90
"""60 until the first coins unlock, 15 more that make enough outputs for a ring, and some to choose from."""
WALLET = "payer"
SEED = (
    "jaws friendly soil huddle vessel intended aplomb ounce cavernous ruffled afraid wives fainted "
    "vane bifocals richly mowing alchemy vector splendid theatrics eternal organs ounce ounce"
)
"""The published one that docs/how-to/spend-regtest-coins.md tells."""
ADDRESS = "473D7AN3Lys7AUAW3X4xW23SLtvZ9RcSbTA2soBa1HYcBrfRStBywy1VMrNEJahCd6DogqJLQwvfW1HeaixZPVpYA2PpopL"
XMR = 10**12
_BLOCKS_PER_CALL = 10
MINE = f"""
import json, sys, urllib.request
params = {{"amount_of_blocks": {_BLOCKS_PER_CALL}, "wallet_address": "{ADDRESS}"}}
body = json.dumps({{"jsonrpc": "2.0", "id": "0", "method": "generateblocks", "params": params}}).encode()
for _ in range(0, int(sys.argv[1]), {_BLOCKS_PER_CALL}):
    request = urllib.request.Request("http://127.0.0.1:18081/json_rpc", body, {{"Content-Type": "application/json"}})
    urllib.request.urlopen(request, timeout=60).read()
"""
"""Makes so many blocks from inside a daemon's pod."""
_MOST_BLOCKS = 10
_SECONDS = 60.0


@dataclasses.dataclass(frozen=True, slots=True)
class Chain:
    """The folder of a daemon that has ended."""

    folder: Path

    def copy(self, folder: Path) -> Path:
        """Give a daemon of any release the same chain to start with."""
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns("*.log", "p2pstate*"))
        return folder


async def make_chain(folder: Path) -> Chain:
    """Make the chain, all of whose coins are the payer's; takes some ten seconds."""
    async with monerod.running(folder) as daemon, daemon.node(timeout_seconds=_SECONDS) as node:
        for _ in range(0, BLOCKS, _BLOCKS_PER_CALL):
            await node.rpc.generate_blocks(_BLOCKS_PER_CALL, ADDRESS)
    return Chain(folder)


@dataclasses.dataclass(frozen=True, slots=True)
class Payer:
    """The wallet that the coins of a daemon's chain belong to."""

    daemon: Monerod
    server: wallets.WalletRpc

    async def pay(self, address: str = ADDRESS, *, do_not_relay: bool = False) -> Transfer:
        """Make a payment and hand it in, unless that is left to others; its bytes are told."""
        # The tests that share a wallet have an event loop each, and connections belong to one.
        async with self.server.wallet() as wallet:
            await wallet.refresh()
            how = Spending(do_not_relay=do_not_relay, get_tx_hex=True)
            return await wallet.transfer([Destination(address, XMR)], how)

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
                template = await node.rpc.get_block_template(ADDRESS)
                await node.rpc.submit_block(template.blocktemplate_blob)


@contextlib.asynccontextmanager
async def running(folder: Path, daemon: Monerod, *, program: Sequence[str] = ()) -> AsyncIterator[Payer]:
    """Run the wallet until the end of the block; the daemon has a copy of the chain."""
    async with wallets.running(folder, daemon, program=program) as server:
        async with server.wallet() as wallet:
            await wallet.restore_deterministic_wallet(SeedOfWallet(filename=WALLET, password="", seed=SEED))
        yield Payer(daemon, server)
