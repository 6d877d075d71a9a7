# SPDX-License-Identifier: Apache-2.0
"""`monero address generate`: a new wallet, on paper."""

from __future__ import annotations

import secrets

import click

from aiomonero.cli.commands.address.group import command
from aiomonero.cli.commands.address.group import network as network_option
from aiomonero.keys.language import Language
from aiomonero.types.network import Network

_ENTROPY_BYTES = 32


def _language(_: click.Context, __: click.Parameter, name: str) -> Language:
    try:
        language = Language.parse(name)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None
    if not language.is_written:
        raise click.BadParameter(f"{language} is only read: choose another language to write in")
    return language


def _refuse_passphrase(context: click.Context, _: click.Parameter, value: object) -> None:
    if value is not None:
        raise click.UsageError(
            "seeds hidden by a passphrase need CryptoNight, which is not here: make one with monero-wallet-cli", context
        )


@command("generate")
@network_option("whose address  [mainnet]")
@click.option("--language", callback=_language, default=Language.ENGLISH.value, help="of the words  [English]")
@click.option("--passphrase", hidden=True, expose_value=False, callback=_refuse_passphrase)
def generate(network: Network | None, language: Language) -> object:
    """Make a new seed, and print it with its keys and its address.

    The words, and likewise the secret spend key, are all that is needed to spend: write them down, and show nobody.
    """
    from aiomonero.keys import mnemonic
    from aiomonero.keys.derivation import Keys
    from aiomonero.keys.secret import SecretKey

    keys = Keys.derive(SecretKey.from_entropy(secrets.token_bytes(_ENTROPY_BYTES)))
    address = keys.address(network or Network.MAINNET)
    return {
        "network": address.network,
        "address": str(address),
        "language": language,
        "mnemonic": mnemonic.encode(keys.spend, language),
        "secret_spend_key": keys.spend.reveal(),
        "secret_view_key": keys.view.reveal(),
        "public_spend_key": address.spend_key,
        "public_view_key": address.view_key,
    }
