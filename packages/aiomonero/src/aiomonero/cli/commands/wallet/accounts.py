# SPDX-License-Identifier: Apache-2.0
"""Commands about accounts, their balances and tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from aiomonero.cli.commands.wallet.group import account, group
from aiomonero.cli.output import show, table
from aiomonero.cli.session import kinds

if TYPE_CHECKING:
    from aiomonero.wallet.wallet import Wallet

_accounts = click.option(
    "--account-index", "account_indices", type=kinds.INDEX, multiple=True, required=True, help="may be repeated"
)


@group.asks("get-balance")
@account
@click.option("--address-index", type=kinds.INDEX, multiple=True, help="only this address; may be repeated")
@click.option("--all-accounts", is_flag=True, help="of the wallet")
@click.option("--strict", is_flag=True, help="count only what is in blocks")
async def get_balance(
    wallet: Wallet, *, account_index: int, address_index: tuple[int, ...], all_accounts: bool, strict: bool
) -> object:
    """Show what the wallet has, by address."""
    balance = await wallet.get_balance(
        account_index, address_indices=address_index, all_accounts=all_accounts, strict=strict
    )
    whole = ("balance_piconero", "unlocked_balance_piconero", "blocks_to_unlock", "multisig_import_needed")
    columns = ("account_index", "address_index", "address", "label", *whole[:2], "num_unspent_outputs")
    return show.stacked(
        balance,
        lambda style: table.fields(balance, style, whole),
        lambda style: table.rows(balance.per_subaddress, columns, style),
    )


@group.asks("get-accounts")
@click.option("--tag", default="", help="only those with this tag")
@click.option("--regexp", is_flag=True, help="the tag is a regular expression")
@click.option("--strict-balances", is_flag=True, help="count only what is in blocks")
async def get_accounts(wallet: Wallet, *, tag: str, regexp: bool, strict_balances: bool) -> object:
    """List the accounts and what is in them."""
    found = await wallet.get_accounts(tag=tag, regexp=regexp, strict_balances=strict_balances)
    balances = ("balance_piconero", "unlocked_balance_piconero")
    columns = ("account_index", "base_address", "label", "tag", *balances)
    return show.stacked(
        found,
        lambda style: table.fields(found, style, tuple(f"total_{name}" for name in balances)),
        lambda style: table.rows(found.subaddress_accounts, columns, style),
    )


@group.asks("create-account")
@click.option("--label", default="", help="what to call it")
async def create_account(wallet: Wallet, *, label: str) -> object:
    """Make an account."""
    return await wallet.create_account(label)


@group.asks("label-account")
@account
@click.option("--label", required=True, help="what to call it")
async def label_account(wallet: Wallet, *, account_index: int, label: str) -> object:
    """Label an account."""
    await wallet.label_account(account_index, label)
    return show.done("labelled")


@group.asks("get-account-tags")
async def get_account_tags(wallet: Wallet) -> object:
    """List the tags."""
    return show.listed(await wallet.get_account_tags(), "tag", "label", "accounts")


@group.asks("tag-accounts")
@click.option("--tag", required=True, help="its name")
@_accounts
async def tag_accounts(wallet: Wallet, *, tag: str, account_indices: tuple[int, ...]) -> object:
    """Give accounts a tag."""
    await wallet.tag_accounts(tag, account_indices)
    return show.done("tagged")


@group.asks("untag-accounts")
@_accounts
async def untag_accounts(wallet: Wallet, *, account_indices: tuple[int, ...]) -> object:
    """Take the tag from accounts."""
    await wallet.untag_accounts(account_indices)
    return show.done("untagged")


@group.asks("set-account-tag-description")
@click.option("--tag", required=True, help="its name")
@click.option("--description", required=True, help="what it means")
async def set_account_tag_description(wallet: Wallet, *, tag: str, description: str) -> object:
    """Say what a tag means."""
    await wallet.set_account_tag_description(tag, description)
    return show.done("described")
