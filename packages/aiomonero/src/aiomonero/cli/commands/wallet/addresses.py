# SPDX-License-Identifier: Apache-2.0
"""Commands about the wallet's addresses, and about addresses and payment URIs of anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from aiomonero.cli.commands.wallet.group import account, group, password, wallet_password
from aiomonero.cli.output import show, table, units
from aiomonero.cli.session import kinds
from aiomonero.cli.session.amount import XMR

if TYPE_CHECKING:
    from aiomonero.wallet.wallet import Wallet

_NETWORKS = ("mainnet", "testnet", "stagenet")
_network = click.option(
    "--network", type=click.Choice(_NETWORKS), default=_NETWORKS[0], show_default=True, help="whose addresses"
)


@group.asks("get-address")
@account
@click.option("--address-index", type=kinds.INDEX, multiple=True, help="only this address; may be repeated")
async def get_address(wallet: Wallet, *, account_index: int, address_index: tuple[int, ...]) -> object:
    """List the addresses of an account."""
    found = await wallet.get_address(account_index, address_index=address_index)
    columns = ("address_index", "address", "label", "used")
    return show.Answer(found, lambda style: table.rows(found.addresses, columns, style))


@group.asks("create-address")
@account
@click.option("--label", default="", help="what to call it")
@click.option("--count", type=click.IntRange(1, 65536), default=1, show_default=True, help="how many")
async def create_address(wallet: Wallet, *, account_index: int, label: str, count: int) -> object:
    """Make addresses."""
    made = await wallet.create_address(account_index, label=label, count=count)
    pairs = list(zip(made.address_indices, made.addresses, strict=True))
    columns = (table.Column("address index", lambda pair: pair[0]), table.Column("address", lambda pair: pair[1]))
    return show.Answer(made, lambda style: table.rows(pairs, columns, style))


@group.asks("label-address")
@account
@click.option("--address-index", type=kinds.INDEX, required=True, help="of that account")
@click.option("--label", required=True, help="what to call it")
async def label_address(wallet: Wallet, *, account_index: int, address_index: int, label: str) -> object:
    """Label an address."""
    from aiomonero.types.wallet.index import SubaddressIndex

    await wallet.label_address(SubaddressIndex(account_index, address_index), label)
    return show.done("labelled")


@group.asks("get-address-index")
@click.option("--wallet-address", type=kinds.ADDRESS, required=True, help="which one")
async def get_address_index(wallet: Wallet, *, wallet_address: str) -> object:
    """Show the account and the place of an address of the wallet."""
    return await wallet.get_address_index(wallet_address)


@group.asks("set-subaddress-lookahead")
@click.option("--major", type=click.IntRange(1), required=True, help="accounts")
@click.option("--minor", type=click.IntRange(1), required=True, help="addresses in each")
@wallet_password
async def set_subaddress_lookahead(
    wallet: Wallet, *, major: int, minor: int, wallet_password_file: str | None
) -> object:
    """Watch that far beyond the last address used."""
    await wallet.set_subaddress_lookahead(major, minor, password=password(wallet_password_file))
    return show.done("set")


@group.asks("validate-address")
@click.option("--wallet-address", metavar="ADDRESS", required=True, help="which one")
@click.option("--any-net-type", is_flag=True, help="addresses of other networks too")
@click.option("--allow-openalias", is_flag=True, help="let the server ask the DNS for a name")
async def validate_address(wallet: Wallet, *, wallet_address: str, any_net_type: bool, allow_openalias: bool) -> object:
    """Say what an address is; exit code 1 if it is none."""
    found = await wallet.validate_address(wallet_address, any_net_type=any_net_type, allow_openalias=allow_openalias)
    return show.judged(found, lambda style: table.fields(found, style), is_good=found.valid)


@group.asks("make-integrated-address")
@click.option("--standard-address", type=kinds.ADDRESS, help="by default the wallet's own")
@click.option("--payment-id", type=kinds.SHORT_PAYMENT_ID, help="8 bytes, by default random ones")
async def make_integrated_address(wallet: Wallet, *, standard_address: str | None, payment_id: str | None) -> object:
    """Put a payment id into an address."""
    return await wallet.make_integrated_address(standard_address=standard_address or "", payment_id=payment_id or "")


@group.asks("split-integrated-address")
@click.option("--integrated-address", type=kinds.ADDRESS, required=True, help="which one")
async def split_integrated_address(wallet: Wallet, *, integrated_address: str) -> object:
    """Show address and payment id of an integrated address."""
    return await wallet.split_integrated_address(integrated_address)


@group.asks("make-uri")
@click.option("--wallet-address", type=kinds.ADDRESS, required=True, help="which one")
@click.option("--amount", type=XMR, default=0, help="how much to ask for  [open]")
@click.option("--payment-id", metavar="HEX", default="", help="what the payer should add")
@click.option("--recipient-name", default="", help="who is paid")
@click.option("--tx-description", default="", help="what for")
async def make_uri(
    wallet: Wallet, *, wallet_address: str, amount: int, payment_id: str, recipient_name: str, tx_description: str
) -> object:
    """Make a monero: URI that asks for a payment."""
    from aiomonero.types.wallet.address import PaymentUri

    return await wallet.make_uri(
        PaymentUri(
            address=wallet_address,
            amount_piconero=amount,
            payment_id=payment_id,
            recipient_name=recipient_name,
            tx_description=tx_description,
        )
    )


@group.asks("parse-uri")
@click.option("--uri", required=True, help="which one")
async def parse_uri(wallet: Wallet, *, uri: str) -> object:
    """Show what a monero: URI asks for."""
    parsed = await wallet.parse_uri(uri)
    return show.Answer(parsed, lambda style: table.fields(parsed.uri, style))


@group.asks("make-uri-multi")
@click.option(
    "--to",
    type=(kinds.ADDRESS_OR_NAME, XMR),
    metavar="ADDRESS XMR",
    multiple=True,
    required=True,
    help="may be repeated",
)
@click.option("--tx-description", default="", help="what for")
@_network
async def make_uri_multi(
    wallet: Wallet, *, to: tuple[tuple[str, int], ...], tx_description: str, network: str
) -> object:
    """Make a URI that asks for several payments; for servers after 0.18."""
    from aiomonero.types.wallet.address import Recipient

    recipients = [Recipient(address=address, amount=units.number(amount)) for address, amount in to]
    return await wallet.make_uri_multi(recipients, tx_description=tx_description, network_type=network)


@group.asks("parse-uri-multi")
@click.option("--uri", required=True, help="which one")
@_network
async def parse_uri_multi(wallet: Wallet, *, uri: str, network: str) -> object:
    """Show what a URI for several recipients asks for; for servers after 0.18."""
    parsed = await wallet.parse_uri_multi(uri, network_type=network)
    columns = ("address", "amount", "currency", "label")
    return show.Answer(parsed, lambda style: table.rows(parsed.uri.recipients, columns, style))
