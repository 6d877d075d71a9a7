# SPDX-License-Identifier: Apache-2.0
"""Commands that look at the chain for the wallet."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from aiomonero.cli.commands.wallet.group import group, password, wallet_password
from aiomonero.cli.output import show
from aiomonero.cli.session import asking, kinds, secrets, variables

if TYPE_CHECKING:
    from aiomonero.wallet.wallet import Wallet

_CACHE_VARIABLE = variables.WALLET_CACHE_PASSWORD
_CUSTOM = "custom-password"


@group.asks("get-height")
async def get_height(wallet: Wallet) -> object:
    """Print how many blocks the wallet has looked at."""
    return await wallet.get_height()


@group.asks("refresh")
@click.option("--start-height", type=kinds.HEIGHT, default=0, help="where that is further than the wallet is")
async def refresh(wallet: Wallet, *, start_height: int) -> object:
    """Look at new blocks and at the pool."""
    return await wallet.refresh(start_height)


@group.asks("auto-refresh")
@click.option("--enable/--disable", default=True, show_default=True, help="whether to")
@click.option("--period", metavar="SECONDS", type=kinds.COUNT, default=0, help="0 is the server's own, 20")
async def auto_refresh(wallet: Wallet, *, enable: bool, period: int) -> object:
    """Let the server refresh by itself, or not."""
    await wallet.auto_refresh(enable=enable, period_seconds=period)
    return show.done("enabled" if enable else "disabled")


@group.asks("rescan-blockchain")
@click.option("--hard", is_flag=True, help="also forget what the chain does not tell: notes, keys of transactions")
@asking.yes
async def rescan_blockchain(wallet: Wallet, *, hard: bool, yes: bool) -> object:
    """Look at everything again."""
    if hard:
        asking.confirm("Forget notes, keys of transactions, and to whom was paid?", yes=yes)
    await wallet.rescan_blockchain(hard=hard)
    return show.done("rescanned")


@group.asks("rescan-spent")
async def rescan_spent(wallet: Wallet) -> object:
    """Ask the daemon what was spent."""
    await wallet.rescan_spent()
    return show.done("rescanned")


@group.asks("scan-tx")
@click.option("--tx-hash", type=kinds.HASH, multiple=True, required=True, help="may be repeated")
async def scan_tx(wallet: Wallet, *, tx_hash: tuple[str, ...]) -> object:
    """Look at certain transactions."""
    await wallet.scan_tx(tx_hash)
    return show.done("scanned")


@group.asks("setup-background-sync")
@click.option(
    "--type",
    "kind",
    type=click.Choice(["off", "reuse-wallet-password", _CUSTOM]),
    required=True,
    help="off, or whose password opens it meanwhile",
)
@wallet_password
@click.option("--cache-password-file", metavar="FILE", help=f"for {_CUSTOM}  [else ${_CACHE_VARIABLE}]")
async def setup_background_sync(
    wallet: Wallet, *, kind: str, wallet_password_file: str | None, cache_password_file: str | None
) -> object:
    """Say how the wallet may sync while its spend key is away."""
    own = password(wallet_password_file)
    cache = ""
    if kind == _CUSTOM:
        cache = secrets.read(
            cache_password_file, os.environ, _CACHE_VARIABLE, "password of the background cache", is_new=True
        )
    await wallet.setup_background_sync(kind, own, background_cache_password=cache)
    return show.done("set up")


@group.asks("start-background-sync")
async def start_background_sync(wallet: Wallet) -> object:
    """Take the spend key out of memory and go on syncing."""
    await wallet.start_background_sync()
    return show.done("started")


@group.asks("stop-background-sync")
@wallet_password
async def stop_background_sync(wallet: Wallet, *, wallet_password_file: str | None) -> object:
    """Bring the spend key back."""
    await wallet.stop_background_sync(password(wallet_password_file))
    return show.done("stopped")
