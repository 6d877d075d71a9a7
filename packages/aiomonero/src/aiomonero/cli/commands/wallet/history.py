# SPDX-License-Identifier: Apache-2.0
"""Commands about what was paid and received, and about notes on it."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import click

from aiomonero.cli.commands.wallet.group import account, group
from aiomonero.cli.output import show, table
from aiomonero.cli.session import kinds

if TYPE_CHECKING:
    from aiomonero.wallet.wallet import Wallet

_KINDS = ("in", "block", "out", "pending", "failed", "pool")
_COLUMNS = ("height", "timestamp", "type", "tx_hash", "amount_piconero", "fee_piconero", "confirmations", "note")
_PAYMENT = ("block_height", "tx_hash", "amount_piconero", "payment_id", "address", "locked")
_payment_id = click.option("--payment-id", type=kinds.PAYMENT_ID, multiple=True, help="may be repeated")


@group.asks("get-transfers")
@click.option(
    "--kind",
    type=click.Choice(_KINDS),
    multiple=True,
    help="repeatable, by default all; in has block, the rewards, too",
)
@account
@click.option("--subaddr-index", type=kinds.INDEX, multiple=True, help="only here; may be repeated")
@click.option("--all-accounts", is_flag=True, help="of the wallet")
@click.option("--min-height", type=kinds.HEIGHT, help="above this height")
@click.option("--max-height", type=kinds.HEIGHT, help="up to this height")
async def get_transfers(
    wallet: Wallet,
    *,
    kind: tuple[str, ...],
    account_index: int,
    subaddr_index: tuple[int, ...],
    all_accounts: bool,
    min_height: int | None,
    max_height: int | None,
) -> object:
    """List what was paid and received, by height; what is in no block yet comes last."""
    from msgspec import UNSET, structs

    from aiomonero.types.wallet.history import TransferFilter

    incoming, rewards, outgoing, pending, failed, pool = (not kind or each in kind for each in _KINDS)
    found = await wallet.get_transfers(
        TransferFilter(
            incoming=incoming or rewards,
            outgoing=outgoing,
            pending=pending,
            failed=failed,
            pool=pool,
            filter_by_height=min_height is not None or max_height is not None,
            min_height=min_height or 0,
            max_height=UNSET if max_height is None else max_height,
            account_index=account_index,
            subaddr_indices=subaddr_index,
            all_accounts=all_accounts,
        )
    )
    if not incoming:
        found = structs.replace(found, incoming=tuple(each for each in found.incoming if each.type == "block"))
    entries = itertools.chain(found.incoming, found.outgoing, found.pending, found.failed, found.pool)
    ordered = sorted(entries, key=lambda entry: (entry.height or math.inf, entry.timestamp, entry.tx_hash))
    return show.Answer(found, lambda style: table.rows(ordered, _COLUMNS, style))


@group.asks("get-transfer-by-txid")
@click.option("--tx-hash", type=kinds.HASH, required=True, help="which transaction")
@account
async def get_transfer_by_txid(wallet: Wallet, *, tx_hash: str, account_index: int) -> object:
    """Show what a transaction was to the wallet."""
    entries = await wallet.get_transfer_by_txid(tx_hash, account_index=account_index)
    return show.stacked(entries, *(lambda style, each=each: table.fields(each, style) for each in entries))


@group.asks("incoming-transfers")
@click.option(
    "--kind",
    type=click.Choice(["all", "available", "unavailable"]),
    default="all",
    show_default=True,
    help="whether they can be spent",
)
@account
@click.option("--subaddr-index", type=kinds.INDEX, multiple=True, help="only here; may be repeated")
async def incoming_transfers(
    wallet: Wallet, *, kind: str, account_index: int, subaddr_index: tuple[int, ...]
) -> object:
    """List the outputs of an account."""
    from aiomonero.types.wallet.history import OutputKind

    found = await wallet.incoming_transfers(
        OutputKind(kind), account_index=account_index, subaddr_indices=subaddr_index
    )
    columns = ("block_height", "amount_piconero", "spent", "unlocked", "frozen", "key_image", "tx_hash")
    return show.listed(found, *columns)


@group.asks("get-payments")
@click.option("--payment-id", type=kinds.PAYMENT_ID, required=True, help="which one")
async def get_payments(wallet: Wallet, *, payment_id: str) -> object:
    """List what came in with a payment id."""
    return show.listed(await wallet.get_payments(payment_id), *_PAYMENT)


@group.asks("get-bulk-payments")
@_payment_id
@click.option("--min-block-height", type=kinds.HEIGHT, default=0, help="above this height")
async def get_bulk_payments(wallet: Wallet, *, payment_id: tuple[str, ...], min_block_height: int) -> object:
    """List what came in above a height, with any of the payment ids or with any at all."""
    return show.listed(await wallet.get_bulk_payments(payment_id, min_block_height=min_block_height), *_PAYMENT)


@group.asks("set-tx-notes")
@click.option(
    "--note", type=(kinds.HASH, str), metavar="HASH TEXT", multiple=True, required=True, help="may be repeated"
)
async def set_tx_notes(wallet: Wallet, *, note: tuple[tuple[str, str], ...]) -> object:
    """Write notes on transactions."""
    await wallet.set_tx_notes(dict(note))
    return show.done("noted")


@group.asks("get-tx-notes")
@click.option("--tx-hash", type=kinds.HASH, multiple=True, required=True, help="may be repeated")
async def get_tx_notes(wallet: Wallet, *, tx_hash: tuple[str, ...]) -> object:
    """Show notes on transactions."""
    return dict(zip(tx_hash, await wallet.get_tx_notes(tx_hash), strict=True))


@group.asks("set-attribute")
@click.option("--key", required=True, help="its name")
@click.option("--value", required=True, help="what to store")
async def set_attribute(wallet: Wallet, *, key: str, value: str) -> object:
    """Store something in the wallet, under a name."""
    await wallet.set_attribute(key, value)
    return show.done("stored")


@group.asks("get-attribute")
@click.option("--key", required=True, help="its name")
async def get_attribute(wallet: Wallet, *, key: str) -> object:
    """Print what was stored under a name."""
    return await wallet.get_attribute(key)
