# SPDX-License-Identifier: Apache-2.0
"""`monero address integrated`: an address that says what a payment is for."""

from __future__ import annotations

import secrets

import click

from aiomonero.cli.commands.address.group import command

_PAYMENT_ID_BYTES = 8


@command("integrated")
@click.argument("address")
@click.option("--payment-id", metavar="HEX", help="16 hexadecimal digits  [random ones]")
def integrated(address: str, payment_id: str | None) -> object:
    """Put a payment id into the standard address ADDRESS."""
    from aiomonero.keys import address as addresses

    made = addresses.decode(address).integrated((payment_id or secrets.token_hex(_PAYMENT_ID_BYTES)).lower())
    return {"address": str(made), "payment_id": made.payment_id}
