# SPDX-License-Identifier: Apache-2.0
"""A regtest chain with money on it and a payment that nobody has sent yet: for tests of what daemons do with one."""

import dataclasses
import shutil
from pathlib import Path
from typing import Any

from aiomonero.protocol import jsonrpc
from aiomonero.testing import wallets
from aiomonero.transport.http import HttpTransport
from tests.support import monerod

BLOCKS = 80
"""A reward is locked for 60 blocks, and a ring takes 16 that are not."""
_BLOCKS_PER_CALL = 5
_SECONDS = 60.0


@dataclasses.dataclass(frozen=True, slots=True)
class Payment:
    """A transaction in hex, its hash, and the data folder of a daemon on whose chain it is valid."""

    tx_as_hex: str
    tx_hash: str
    fee_piconero: int
    chain: Path

    def copy_chain(self, folder: Path) -> Path:
        """Give another daemon the same chain to start with."""
        shutil.copytree(self.chain, folder, ignore=shutil.ignore_patterns("*.log", "p2pstate*"))
        return folder


async def prepare(folder: Path) -> Payment:
    """Make the chain and the payment; half a minute at most."""
    async with (
        monerod.running(folder / "daemon") as daemon,
        wallets.running(folder / "wallet", daemon) as server,
        HttpTransport() as transport,
        daemon.node(timeout_seconds=_SECONDS) as node,
    ):

        async def ask(method: str, **params: Any) -> dict[str, Any]:
            body = jsonrpc.encode(method, params)
            answer = await transport.post(f"{server.url}/json_rpc", body, timeout_seconds=_SECONDS)
            return jsonrpc.decode(answer, dict[str, Any])

        await ask("create_wallet", filename="payer", password="", language="English")
        address = (await ask("get_address", account_index=0))["address"]
        for _ in range(0, BLOCKS, _BLOCKS_PER_CALL):
            await node.rpc.generate_blocks(_BLOCKS_PER_CALL, address)
        await ask("refresh")
        destination = {"amount": 10**12, "address": monerod.ADDRESS}
        made = await ask("transfer", destinations=[destination], do_not_relay=True, get_tx_hex=True)
    return Payment(made["tx_blob"], made["tx_hash"], made["fee"], folder / "daemon")
