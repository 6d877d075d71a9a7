# SPDX-License-Identifier: Apache-2.0
"""The group that the topics add their commands to, and what several of them ask for."""

from __future__ import annotations

import os

import click

from aiomonero.cli.session import connection, kinds, secrets, variables
from aiomonero.cli.session.command import ServerGroup
from aiomonero.cli.session.options import WALLET

group = ServerGroup("wallet", WALLET, connection.wallet, explanation="Ask and steer a monero-wallet-rpc.")

PASSWORD_VARIABLE = variables.WALLET_PASSWORD

account = click.option("--account-index", type=kinds.INDEX, default=0, show_default=True, help="of the wallet")
wallet_password = click.option(
    "--wallet-password-file", metavar="FILE", help=f"opens the wallet, - is standard input  [else ${PASSWORD_VARIABLE}]"
)


def password(source: str | None) -> str:
    """Return what opens the wallet, from the file, the environment or the prompt."""
    return secrets.read(source, os.environ, PASSWORD_VARIABLE, "password of the wallet")


def new_password(source: str | None) -> str:
    """Return what shall open a wallet that is made; the prompt asks twice."""
    return secrets.read(source, os.environ, PASSWORD_VARIABLE, "password of the new wallet", is_new=True)
