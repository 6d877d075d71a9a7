# SPDX-License-Identifier: Apache-2.0
"""Commands about the address book."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from aiomonero.cli.commands.wallet.group import group
from aiomonero.cli.output import show
from aiomonero.cli.session import kinds

if TYPE_CHECKING:
    from aiomonero.wallet.wallet import Wallet

_index = click.option("--index", type=kinds.INDEX, required=True, help="the line, as get-address-book counts")


@group.asks("get-address-book")
@click.option("--index", type=kinds.INDEX, multiple=True, help="only this line; may be repeated")
async def get_address_book(wallet: Wallet, *, index: tuple[int, ...]) -> object:
    """List whom the wallet knows."""
    return show.listed(await wallet.get_address_book(index), "index", "address", "description")


@group.asks("add-address-book")
@click.option("--wallet-address", type=kinds.ADDRESS_OR_NAME, required=True, help="whose")
@click.option("--description", default="", help="who that is")
async def add_address_book(wallet: Wallet, *, wallet_address: str, description: str) -> object:
    """Add a line and print its index."""
    return await wallet.add_address_book(wallet_address, description)


@group.asks("edit-address-book")
@_index
@click.option("--wallet-address", type=kinds.ADDRESS_OR_NAME, help="whose")
@click.option("--description", help="who that is")
async def edit_address_book(
    wallet: Wallet, *, index: int, wallet_address: str | None, description: str | None
) -> object:
    """Change what is given of a line."""
    await wallet.edit_address_book(index, address=wallet_address, description=description)
    return show.done("changed")


@group.asks("delete-address-book")
@_index
async def delete_address_book(wallet: Wallet, *, index: int) -> object:
    """Remove a line; the later ones move up."""
    await wallet.delete_address_book(index)
    return show.done("removed")
