# SPDX-License-Identifier: Apache-2.0
"""Real `monero-wallet-rpc` processes whose daemon is behind an onion or I2P address, reached by a SOCKS5 proxy."""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

from aiomonero.testing import closed, server, wallets
from aiomonero.wallet.files import SeedOfWallet
from aiomonero.wallet.wallet import Wallet
from tests.support import hidden_daemons, loopback, payer, releases

START_SECONDS = 60.0


@contextlib.asynccontextmanager
async def payers(folder: Path, address: str, socks: int, *, host: str = "127.0.0.1") -> AsyncIterator[Wallet]:
    """Run the payer's wallet at a stranger's daemon, as somebody does who trusts nobody; it has not refreshed yet."""
    port = loopback.free_ports(1)[0]
    log = folder / "output.log"
    process = server.launch(_command(folder, port, address, f"{host}:{socks}"), log, None)
    running = wallets.WalletRpc(process, log, port, folder / "wallets")
    try:
        async with running.wallet() as wallet:
            await running.until(wallet.get_version, "monero-wallet-rpc does not answer", seconds=START_SECONDS)
            await wallet.restore_deterministic_wallet(SeedOfWallet(filename=payer.WALLET, password="", seed=payer.SEED))
            yield wallet
    finally:
        running.kill()


def _command(folder: Path, port: int, address: str, proxy: str) -> tuple[str, ...]:
    (folder / "wallets").mkdir(parents=True)
    return (
        *releases.programs(hidden_daemons.RELEASE).wallet_rpc,
        "--non-interactive",
        f"--wallet-dir={folder / 'wallets'}",
        f"--shared-ringdb-dir={folder / 'rings'}",
        f"--log-file={os.devnull}",
        f"--rpc-bind-port={port}",
        "--rpc-ssl=disabled",
        "--disable-rpc-login",
        f"--daemon-address={address}",
        f"--proxy={proxy}",
        "--untrusted-daemon",
        "--daemon-ssl=disabled",
        "--allow-mismatched-daemon-version",
        *closed.WALLET,
    )
