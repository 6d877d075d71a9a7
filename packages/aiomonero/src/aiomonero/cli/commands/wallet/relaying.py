# SPDX-License-Identifier: Apache-2.0
"""Transactions that were made and are sent one after the other; what breaks halfway leaves nobody guessing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
import msgspec

from aiomonero.cli.output import document
from aiomonero.cli.output.printable import printable

if TYPE_CHECKING:
    from aiomonero.wallet.rpc import WalletRpc


class _Made(msgspec.Struct, frozen=True):
    """What --do-not-relay --json prints, as far as it is of use here."""

    tx_metadata: str = ""
    tx_metadata_list: tuple[str, ...] = ()


def read(text: str) -> list[str]:
    """Return what --do-not-relay printed, with --json or without, one per transaction; raises click.UsageError."""
    if not text.lstrip().startswith("{"):
        found = text.split()
    else:
        try:
            made = msgspec.json.decode(text, type=_Made)
        except msgspec.DecodeError as error:
            raise click.UsageError(f"that is not what --do-not-relay --json prints: {error}") from error
        found = [made.tx_metadata] if made.tx_metadata else list(made.tx_metadata_list)
    if not found or not all(found):
        raise click.UsageError("there is no metadata of a transaction in it: was it made with --do-not-relay?")
    return found


async def relay(wallet: WalletRpc, metadata: Sequence[str]) -> list[str]:
    """Send the transactions and return their hashes; what is left when that ends early is printed for `relay-tx`."""
    sent: list[str] = []
    try:
        for each in metadata:
            sent.append(await wallet.relay_tx(each))
            if len(metadata) > 1:
                click.echo(f"sent {printable(sent[-1])}", err=True)
    finally:
        if len(sent) < len(metadata):
            _tell_rest(sent, metadata[len(sent) :])
    return sent


def _tell_rest(sent: Sequence[str], left: Sequence[str]) -> None:
    click.echo(
        f"{len(sent)} of {len(sent) + len(left)} transactions were sent, perhaps one more. "
        "Printed is what relay-tx takes to send the others; a transaction that is sent twice pays once.",
        err=True,
    )
    click.echo(document.text({"tx_hash_list": sent, "tx_metadata_list": left}))
