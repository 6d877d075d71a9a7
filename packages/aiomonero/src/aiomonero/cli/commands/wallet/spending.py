# SPDX-License-Identifier: Apache-2.0
"""Commands that pay."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from aiomonero.cli.commands.wallet import confirming, relaying
from aiomonero.cli.commands.wallet.group import account, group
from aiomonero.cli.output import show, table
from aiomonero.cli.session import asking, files, kinds
from aiomonero.cli.session.amount import XMR

if TYPE_CHECKING:
    from aiomonero.types.wallet.spending import Destination, Spending
    from aiomonero.wallet.wallet import Wallet

_PRIORITIES = ("default", "unimportant", "normal", "elevated", "priority")
_METADATA_LIMIT_BYTES = 8 * 2**20

_to = click.option(
    "--to",
    type=(kinds.ADDRESS_OR_NAME, XMR),
    metavar="ADDRESS XMR",
    multiple=True,
    required=True,
    help="may be repeated: --to 48… 0.25",
)
_target = click.option("--to", type=kinds.ADDRESS_OR_NAME, required=True, help="who is paid")
_key = click.option("--tx-key", is_flag=True, help="show the key that proves it; get-tx-key does so later")
_do_not_relay = click.option("--do-not-relay", is_flag=True, help="only make it, and print what relay-tx sends later")
_outputs = click.option("--outputs", type=click.IntRange(1), default=1, show_default=True, help="in how many parts")


def _payment(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how to pay."""
    options = (
        account,
        click.option("--subaddr-index", type=kinds.INDEX, multiple=True, help="spend from here; may be repeated"),
        click.option(
            "--priority",
            type=click.Choice(_PRIORITIES),
            default="default",
            show_default=True,
            help="the higher, the sooner and dearer",
        ),
        click.option("--payment-id", metavar="HEX", default="", help="what the payee told to add"),
        _key,
        _do_not_relay,
        asking.yes,
    )
    for option in reversed(options):
        command = option(command)
    return command


@group.asks("transfer")
@_to
@click.option("--subtract-fee-from", type=kinds.INDEX, multiple=True, help="who of them bears the fee: 0 …")
@_payment
async def transfer(
    wallet: Wallet, *, to: tuple[tuple[str, int], ...], subtract_fee_from: tuple[int, ...], **how: Any
) -> object:
    """Pay in one transaction, after asking."""
    consent, spending = _taken(how, may_be_several=False)
    made = await wallet.transfer(_destinations(to), spending, subtract_fee_from_outputs=subtract_fee_from)
    return await confirming.send(wallet, made, consent)


@group.asks("transfer-split")
@_to
@_payment
async def transfer_split(wallet: Wallet, *, to: tuple[tuple[str, int], ...], **how: Any) -> object:
    """Pay in as many transactions as it takes, after asking."""
    consent, spending = _taken(how, may_be_several=True)
    return await confirming.send(wallet, await wallet.transfer_split(_destinations(to), spending), consent)


@group.asks("sweep-all")
@_target
@_outputs
@click.option("--below-amount", type=XMR, default=0, help="only outputs of less")
@click.option("--all-subaddresses", is_flag=True, help="of the account")
@_payment
async def sweep_all(
    wallet: Wallet, *, to: str, outputs: int, below_amount: int, all_subaddresses: bool, **how: Any
) -> object:
    """Send everything that is unlocked to one address, after asking."""
    consent, spending = _taken(how, may_be_several=True)
    made = await wallet.sweep_all(
        to, spending, outputs=outputs, below_amount_piconero=below_amount, subaddr_indices_all=all_subaddresses
    )
    return await confirming.send(wallet, made, consent)


@group.asks("sweep-single")
@_target
@click.option("--key-image", type=kinds.KEY, required=True, help="of the output")
@_outputs
@_payment
async def sweep_single(wallet: Wallet, *, to: str, key_image: str, outputs: int, **how: Any) -> object:
    """Send one output to an address, after asking."""
    consent, spending = _taken(how, may_be_several=False)
    return await confirming.send(wallet, await wallet.sweep_single(to, key_image, spending, outputs=outputs), consent)


@group.asks("sweep-dust")
@_key
@_do_not_relay
@asking.yes
async def sweep_dust(wallet: Wallet, *, tx_key: bool, do_not_relay: bool, yes: bool) -> object:
    """Send the wallet itself what is too old or odd to be mixed, after asking."""
    from aiomonero.types.wallet.spending import Spending

    consent = confirming.Consent.of(yes=yes, do_not_relay=do_not_relay)
    spending = consent.prepare(Spending(get_tx_key=tx_key), may_be_several=True)
    return await confirming.send(wallet, await wallet.sweep_dust(spending), consent)


@group.asks("relay-tx")
@click.option("--metadata-file", metavar="FILE", required=True, help="what --do-not-relay printed, - is stdin")
@asking.yes
async def relay_tx(wallet: Wallet, *, metadata_file: str, yes: bool) -> object:
    """Send transactions that were only made, after asking, and list their hashes."""
    metadata = relaying.read(files.text(metadata_file, limit_bytes=_METADATA_LIMIT_BYTES))
    asking.confirm(f"Send the transactions that were made ({len(metadata)})?", yes=yes)
    return show.listed(await relaying.relay(wallet, metadata), table.Column("hash", str))


@group.asks("estimate-tx-size-and-weight")
@click.option("--inputs", type=click.IntRange(1), required=True, help="how many")
@click.option("--outputs", type=click.IntRange(1), required=True, help="how many")
@click.option("--ring-size", type=kinds.NUMBER, default=0, help="0 is what the rules say")
async def estimate_tx_size_and_weight(wallet: Wallet, *, inputs: int, outputs: int, ring_size: int) -> object:
    """Show what a transaction would take."""
    return await wallet.estimate_tx_size_and_weight(inputs, outputs, ring_size=ring_size)


@group.asks("get-default-fee-priority")
async def get_default_fee_priority(wallet: Wallet) -> object:
    """Print what the default priority is at the moment."""
    priority = await wallet.get_default_fee_priority()
    return show.Answer({"priority": int(priority)}, lambda _: _PRIORITIES[priority])


def _destinations(to: tuple[tuple[str, int], ...]) -> list[Destination]:
    from aiomonero.types.wallet.spending import Destination

    return [Destination(address, amount) for address, amount in to]


def _taken(given: dict[str, Any], *, may_be_several: bool) -> tuple[confirming.Consent, Spending]:
    from aiomonero.types.wallet.spending import Priority, Spending

    consent = confirming.Consent.of(yes=given["yes"], do_not_relay=given["do_not_relay"])
    spending = Spending(
        account_index=given["account_index"],
        subaddr_indices=given["subaddr_index"],
        priority=Priority(_PRIORITIES.index(given["priority"])),
        payment_id=given["payment_id"],
        get_tx_key=given["tx_key"],
    )
    return consent, consent.prepare(spending, may_be_several=may_be_several)
