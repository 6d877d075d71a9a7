# SPDX-License-Identifier: Apache-2.0
"""`monero address subaddress`: further addresses of a wallet, of which its seed or its view key is known."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click
import msgspec

from aiomonero.cli.commands.address.group import command
from aiomonero.cli.commands.address.group import network as network_option
from aiomonero.cli.output import show, table
from aiomonero.cli.session import secrets, variables
from aiomonero.types.network import Network

if TYPE_CHECKING:
    from aiomonero.keys.derivation import ViewKeys

SEED_VARIABLE = variables.SEED
VIEW_KEY_VARIABLE = variables.VIEW_KEY
_HOLDS = f"holds the secret, - is standard input  [else ${SEED_VARIABLE}, with --watch ${VIEW_KEY_VARIABLE}]"
_LAST = 2**32 - 1
_MOST = 10_000


class Numbered(msgspec.Struct, frozen=True):
    """An address of a wallet and where it stands there."""

    account: int
    index: int
    address: str


@command("subaddress")
@click.option("--account", type=click.IntRange(0, _LAST), default=0, help="of the wallet  [0]")
@click.option("--index", type=click.IntRange(0, _LAST), default=1, help="the first to print, of that account  [1]")
@click.option("--count", type=click.IntRange(1, _MOST), default=1, help="how many to print  [1]")
@network_option("whose addresses  [mainnet, or that of --watch]")
@click.option("--watch", metavar="ADDRESS", help="a wallet's first address: its secret view key is asked for, no seed")
@click.option("--secret-file", metavar="FILE", help=_HOLDS)
def subaddress(
    account: int, index: int, count: int, network: Network | None, watch: str | None, secret_file: str | None
) -> object:
    """Print subaddresses of a wallet.

    The secret is the wallet's 25 words, or its secret spend key, from --secret-file, $MONERO_SEED or the prompt. With
    --watch it is the secret view key, else from $MONERO_VIEW_KEY: that is enough to make addresses, and not to spend.
    """
    from aiomonero.keys.derivation import Index

    keys, network = _watched(watch, network, secret_file) if watch else (_seeded(secret_file), network)
    last = min(index + count - 1, _LAST)
    made = [
        Numbered(account, number, str(keys.address(network or Network.MAINNET, Index(account, number))))
        for number in range(index, last + 1)
    ]
    return show.Answer(made, lambda style: table.rows(made, ["account", "index", "address"], style))


def _seeded(source: str | None) -> ViewKeys:
    from aiomonero.keys import mnemonic
    from aiomonero.keys.derivation import Keys
    from aiomonero.keys.secret import SecretKey

    text = secrets.read(source, os.environ, SEED_VARIABLE, "words of the seed, or the secret spend key").strip()
    is_key = len(text.split()) == 1
    return Keys.derive(SecretKey.parse(text) if is_key else mnemonic.decode(text).spend).watching


def _watched(watch: str, network: Network | None, source: str | None) -> tuple[ViewKeys, Network]:
    from aiomonero.keys import address
    from aiomonero.keys.derivation import ViewKeys
    from aiomonero.keys.secret import SecretKey

    primary = address.decode(watch, network=network, kinds={address.Kind.STANDARD})
    view = SecretKey.parse(secrets.read(source, os.environ, VIEW_KEY_VARIABLE, "secret view key").strip())
    if view.public != primary.view_key:
        raise click.UsageError("this view key belongs to another wallet than the address")
    return ViewKeys(view, primary.spend_key), primary.network
