# SPDX-License-Identifier: Apache-2.0
"""Commands that prove and check: payments, spending, reserves, messages."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from aiomonero.cli.commands.wallet.group import account, group
from aiomonero.cli.output import show, table
from aiomonero.cli.session import kinds, secrets, variables
from aiomonero.cli.session.amount import XMR

if TYPE_CHECKING:
    from aiomonero.types.wallet.proof import CheckedPayment
    from aiomonero.wallet.wallet import Wallet

_KEY_VARIABLE = variables.TX_KEY

_tx_hash = click.option("--tx-hash", type=kinds.HASH, required=True, help="which transaction")
_paid = click.option("--wallet-address", type=kinds.ADDRESS, required=True, help="who was paid")
_message = click.option("--message", default="", help="what the proof holds for")
_signature = click.option("--signature", required=True, help="what is to be checked")


@group.asks("get-tx-key")
@_tx_hash
async def get_tx_key(wallet: Wallet, *, tx_hash: str) -> object:
    """Print the private key of a transaction, which proves all that it paid."""
    return await wallet.get_tx_key(tx_hash)


@group.asks("check-tx-key")
@_tx_hash
@_paid
@click.option("--tx-key-file", metavar="FILE", help=f"[else ${_KEY_VARIABLE}]")
async def check_tx_key(wallet: Wallet, *, tx_hash: str, wallet_address: str, tx_key_file: str | None) -> object:
    """Show what a transaction paid to an address, by its key; exit code 1 if that is nothing."""
    key = secrets.read(tx_key_file, os.environ, _KEY_VARIABLE, "key of the transaction")
    return _paying(await wallet.check_tx_key(tx_hash, key, wallet_address))


@group.asks("get-tx-proof")
@_tx_hash
@_paid
@_message
async def get_tx_proof(wallet: Wallet, *, tx_hash: str, wallet_address: str, message: str) -> object:
    """Print a proof that a transaction paid an address."""
    return await wallet.get_tx_proof(tx_hash, wallet_address, message=message)


@group.asks("check-tx-proof")
@_tx_hash
@_paid
@_message
@_signature
async def check_tx_proof(wallet: Wallet, *, tx_hash: str, wallet_address: str, message: str, signature: str) -> object:
    """Check a proof that a transaction paid an address, and show how much; exit code 1 if it proves no payment."""
    return _paying(await wallet.check_tx_proof(tx_hash, wallet_address, signature, message=message))


@group.asks("get-spend-proof")
@_tx_hash
@_message
async def get_spend_proof(wallet: Wallet, *, tx_hash: str, message: str) -> object:
    """Print a proof that the wallet made a transaction."""
    return await wallet.get_spend_proof(tx_hash, message=message)


@group.asks("check-spend-proof")
@_tx_hash
@_message
@_signature
async def check_spend_proof(wallet: Wallet, *, tx_hash: str, message: str, signature: str) -> object:
    """Check a proof that somebody made a transaction; exit code 1 if it is not good."""
    is_good = await wallet.check_spend_proof(tx_hash, signature, message=message)
    return show.judged({"good": is_good}, lambda _: "good" if is_good else "not good", is_good=is_good)


@group.asks("get-reserve-proof")
@click.option("--amount", type=XMR, help="by default all that the wallet has")
@account
@_message
async def get_reserve_proof(wallet: Wallet, *, amount: int | None, account_index: int, message: str) -> object:
    """Print a proof of what the wallet has."""
    return await wallet.get_reserve_proof(amount, account_index=account_index, message=message)


@group.asks("check-reserve-proof")
@click.option("--wallet-address", type=kinds.ADDRESS, required=True, help="who has it")
@_message
@_signature
async def check_reserve_proof(wallet: Wallet, *, wallet_address: str, message: str, signature: str) -> object:
    """Check a proof of what somebody has; exit code 1 if it is not good."""
    found = await wallet.check_reserve_proof(wallet_address, signature, message=message)
    return show.judged(found, lambda style: table.fields(found, style), is_good=found.good)


@group.asks("sign")
@click.option("--data", required=True, help="the message")
@account
@click.option("--address-index", type=kinds.INDEX, default=0, show_default=True, help="of that account")
@click.option(
    "--signature-type",
    type=click.Choice(["spend", "view"]),
    default="spend",
    show_default=True,
    help="the key that signs",
)
async def sign(wallet: Wallet, *, data: str, account_index: int, address_index: int, signature_type: str) -> object:
    """Sign a message as an address of the wallet."""
    return await wallet.sign(
        data, account_index=account_index, address_index=address_index, signature_type=signature_type
    )


@group.asks("verify")
@click.option("--data", required=True, help="the message")
@click.option("--wallet-address", type=kinds.ADDRESS_OR_NAME, required=True, help="who is said to have signed it")
@_signature
async def verify(wallet: Wallet, *, data: str, wallet_address: str, signature: str) -> object:
    """Check who signed a message; exit code 1 if it was somebody else."""
    found = await wallet.verify(data, wallet_address, signature)
    return show.judged(found, lambda style: table.fields(found, style), is_good=found.good)


def _paying(found: CheckedPayment) -> show.Answer:
    is_good = found.good is not False and found.received_piconero > 0
    return show.judged(found, lambda style: table.fields(found, style), is_good=is_good)
