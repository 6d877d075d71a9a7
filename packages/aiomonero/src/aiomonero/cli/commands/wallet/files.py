# SPDX-License-Identifier: Apache-2.0
"""Commands about wallets as files: making, opening, closing them, and the secrets that they are made of."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from aiomonero.cli.commands.wallet.group import group, new_password, password, wallet_password
from aiomonero.cli.output import show
from aiomonero.cli.session import asking, kinds, secrets, variables

if TYPE_CHECKING:
    from aiomonero.wallet.wallet import Wallet

_SEED_VARIABLE = variables.SEED
_OFFSET_VARIABLE = variables.SEED_OFFSET
_VIEW_VARIABLE = variables.VIEW_KEY
_SPEND_VARIABLE = variables.SPEND_KEY
_NEW_PASSWORD_VARIABLE = variables.WALLET_NEW_PASSWORD

_filename = click.option("--filename", metavar="NAME", required=True, help="a name in the server's folder")
_language = click.option("--language", default="English", show_default=True, help="of its seed: see get-languages")
_height = click.option("--restore-height", type=kinds.HEIGHT, default=0, help="before its first payment")


@group.asks("create-wallet")
@_filename
@_language
@wallet_password
async def create_wallet(wallet: Wallet, *, filename: str, language: str, wallet_password_file: str | None) -> object:
    """Make a wallet and open it."""
    await wallet.create_wallet(filename, new_password(wallet_password_file), language=language)
    return show.done("made and open")


@group.asks("open-wallet")
@_filename
@wallet_password
async def open_wallet(wallet: Wallet, *, filename: str, wallet_password_file: str | None) -> object:
    """Save and close the wallet that is open, and open another one."""
    await wallet.open_wallet(filename, password(wallet_password_file))
    return show.done("open")


@group.asks("close-wallet")
@click.option("--no-save", is_flag=True, help="forget what was not saved")
@asking.yes
async def close_wallet(wallet: Wallet, *, no_save: bool, yes: bool) -> object:
    """Save and close the wallet."""
    if no_save:
        asking.confirm("Forget what was not saved?", yes=yes)
    await wallet.close_wallet(autosave_current=not no_save)
    return show.done("closed")


@group.asks("store")
async def store(wallet: Wallet) -> object:
    """Save the wallet."""
    await wallet.store()
    return show.done("saved")


@group.asks("change-wallet-password")
@wallet_password
@click.option("--new-password-file", metavar="FILE", help=f"[else ${_NEW_PASSWORD_VARIABLE}]")
async def change_wallet_password(
    wallet: Wallet, *, wallet_password_file: str | None, new_password_file: str | None
) -> object:
    """Change what opens the wallet."""
    old = password(wallet_password_file)
    new = secrets.read(new_password_file, os.environ, _NEW_PASSWORD_VARIABLE, "new password", is_new=True)
    await wallet.change_wallet_password(old, new)
    return show.done("changed")


@group.asks("restore-deterministic-wallet")
@_filename
@click.option("--seed-file", metavar="FILE", help=f"[else ${_SEED_VARIABLE}]")
@click.option("--seed-offset-file", metavar="FILE", help=f"the passphrase of the seed  [else ${_OFFSET_VARIABLE}]")
@_language
@_height
@wallet_password
async def restore_deterministic_wallet(
    wallet: Wallet,
    *,
    filename: str,
    seed_file: str | None,
    seed_offset_file: str | None,
    language: str,
    restore_height: int,
    wallet_password_file: str | None,
) -> object:
    """Make a wallet of its seed and open it."""
    from aiomonero.wallet.files import SeedOfWallet

    has_offset = seed_offset_file is not None or _OFFSET_VARIABLE in os.environ
    made = await wallet.restore_deterministic_wallet(
        SeedOfWallet(
            filename=filename,
            seed=secrets.read(seed_file, os.environ, _SEED_VARIABLE, "seed"),
            seed_offset=secrets.read(seed_offset_file, os.environ, _OFFSET_VARIABLE, "passphrase")
            if has_offset
            else "",
            password=new_password(wallet_password_file),
            language=language,
            restore_height=restore_height,
        )
    )
    return show.Answer({"address": made.address, "info": made.info}, lambda _: f"{made.address}\n{made.info}")


@group.asks("generate-from-keys")
@_filename
@click.option("--wallet-address", type=kinds.ADDRESS, required=True, help="whose keys they are")
@click.option("--view-key-file", metavar="FILE", help=f"[else ${_VIEW_VARIABLE}]")
@click.option("--spend-key-file", metavar="FILE", help=f"without one it sees and cannot spend  [${_SPEND_VARIABLE}]")
@_language
@_height
@wallet_password
async def generate_from_keys(  # noqa: PLR0913 - one for each option
    wallet: Wallet,
    *,
    filename: str,
    wallet_address: str,
    view_key_file: str | None,
    spend_key_file: str | None,
    language: str,
    restore_height: int,
    wallet_password_file: str | None,
) -> object:
    """Make a wallet of its keys and open it."""
    from aiomonero.wallet.files import KeysOfWallet

    can_spend = spend_key_file is not None or _SPEND_VARIABLE in os.environ
    return await wallet.generate_from_keys(
        KeysOfWallet(
            filename=filename,
            address=wallet_address,
            viewkey=secrets.read(view_key_file, os.environ, _VIEW_VARIABLE, "view key"),
            spendkey=secrets.read(spend_key_file, os.environ, _SPEND_VARIABLE, "spend key") if can_spend else "",
            password=new_password(wallet_password_file),
            language=language,
            restore_height=restore_height,
        )
    )


@group.asks("query-key")
@click.option("--key-type", type=click.Choice(["mnemonic", "view_key", "spend_key"]), required=True, help="what")
async def query_key(wallet: Wallet, *, key_type: str) -> object:
    """Print the seed (mnemonic), the view_key or the spend_key; whoever reads it has the wallet."""
    return await wallet.query_key(key_type)
