# SPDX-License-Identifier: Apache-2.0
"""Commands about wallets of several signers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from aiomonero.cli.commands.wallet import blobs
from aiomonero.cli.commands.wallet.group import group, password, wallet_password
from aiomonero.cli.output import show, table
from aiomonero.cli.session import asking

if TYPE_CHECKING:
    from aiomonero.types.wallet.offline import MultisigRound
    from aiomonero.wallet.wallet import Wallet

_told = click.option(
    "--info-file", metavar="FILE", multiple=True, required=True, help="one per signer; may be repeated"
)
_txset = click.option("--txset-file", metavar="FILE", required=True, help="- is standard input")


@group.asks("is-multisig")
async def is_multisig(wallet: Wallet) -> object:
    """Show whether the wallet has several signers, and whether all agreed."""
    return await wallet.is_multisig()


@group.asks("prepare-multisig")
@click.option("--enable-multisig-experimental", is_flag=True, help="Monero's multisig is an experiment")
async def prepare_multisig(wallet: Wallet, *, enable_multisig_experimental: bool) -> object:
    """Print what all other signers need; it is for them alone."""
    return await wallet.prepare_multisig(enable_multisig_experimental=enable_multisig_experimental)


@group.asks("make-multisig")
@_told
@click.option("--threshold", type=click.IntRange(2), required=True, help="how many must sign")
@wallet_password
async def make_multisig(
    wallet: Wallet, *, info_file: tuple[str, ...], threshold: int, wallet_password_file: str | None
) -> object:
    """Begin a wallet of several signers with what the others prepared."""
    told = [blobs.read(each) for each in info_file]
    return _round(await wallet.make_multisig(told, threshold, password=password(wallet_password_file)))


@group.asks("exchange-multisig-keys")
@_told
@click.option("--force-update", is_flag=True, help="go on without those who do not answer any more; be careful")
@wallet_password
async def exchange_multisig_keys(
    wallet: Wallet, *, info_file: tuple[str, ...], force_update: bool, wallet_password_file: str | None
) -> object:
    """Go one round further with what the last one gave to every signer."""
    told = [blobs.read(each) for each in info_file]
    made = await wallet.exchange_multisig_keys(
        told, password=password(wallet_password_file), force_update_use_with_caution=force_update
    )
    return _round(made)


@group.asks("get-multisig-key-exchange-booster")
@_told
@click.option("--threshold", type=click.IntRange(2), required=True, help="how many must sign")
@click.option("--signers", type=click.IntRange(2), required=True, help="how many there are")
@wallet_password
async def get_multisig_key_exchange_booster(
    wallet: Wallet, *, info_file: tuple[str, ...], threshold: int, signers: int, wallet_password_file: str | None
) -> object:
    """Print what lets another signer do the next round early; for servers after 0.18."""
    told = [blobs.read(each) for each in info_file]
    return await wallet.get_multisig_key_exchange_booster(
        told, threshold, signers, password=password(wallet_password_file)
    )


@group.asks("finalize-multisig")
async def finalize_multisig(wallet: Wallet) -> object:
    """Do nothing: exchange-multisig-keys took its place."""
    await wallet.finalize_multisig()
    return show.done("nothing was done")


@group.asks("export-multisig-info")
async def export_multisig_info(wallet: Wallet) -> object:
    """Print what the other signers need before the next transaction."""
    return await wallet.export_multisig_info()


@group.asks("import-multisig-info")
@_told
async def import_multisig_info(wallet: Wallet, *, info_file: tuple[str, ...]) -> object:
    """Take in what the other signers exported, and print how many outputs can be signed for."""
    return await wallet.import_multisig_info([blobs.read(each) for each in info_file])


@group.asks("sign-multisig")
@_txset
async def sign_multisig(wallet: Wallet, *, txset_file: str) -> object:
    """Add a signature to a set, and print it for the next signer or for submit-multisig."""
    signed = await wallet.sign_multisig(blobs.read(txset_file))
    return show.Answer(signed, lambda _: signed.tx_data_hex)


@group.asks("submit-multisig")
@_txset
@asking.yes
async def submit_multisig(wallet: Wallet, *, txset_file: str, yes: bool) -> object:
    """Send a set that enough have signed, after asking, and list the hashes."""
    signed = blobs.read(txset_file)
    asking.confirm("Send what was signed?", yes=yes)
    return show.listed(await wallet.submit_multisig(signed), table.Column("hash", str))


def _round(made: MultisigRound) -> show.Answer:
    return show.Answer(made, lambda _: "\n".join(each for each in (made.address, made.multisig_info) if each))
