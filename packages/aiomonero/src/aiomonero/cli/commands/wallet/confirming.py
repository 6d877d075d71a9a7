# SPDX-License-Identifier: Apache-2.0
"""Nothing is spent before a person saw amount and fee and agreed, or said beforehand that there is no need to ask."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from aiomonero.cli.output import show, table, units

if TYPE_CHECKING:
    from aiomonero.types.wallet.spending import Spending, Transfer, Transfers
    from aiomonero.wallet.wallet import Wallet

_HASHES = ("tx_hash", "tx_hash_list")
_SHOWN = (*_HASHES, "amount_piconero", "amounts_piconero", "fee_piconero", "fees_piconero")
_SETS = ("multisig_txset", "unsigned_txset")


@dataclasses.dataclass(frozen=True, slots=True)
class Consent:
    """Whether to ask, and whether to send at all."""

    is_given: bool
    only_makes: bool

    @classmethod
    def of(cls, *, yes: bool, do_not_relay: bool) -> Consent:
        """Read the options; raises click.UsageError where somebody should be asked and nobody is there."""
        if not (yes or do_not_relay or _is_anybody_there()):
            raise click.UsageError("there is nobody to ask whether to pay: say --yes, or --do-not-relay")
        return cls(is_given=yes, only_makes=do_not_relay)

    def prepare(self, how: Spending) -> Spending:
        """Return how to make the transactions: what is asked about first is sent later."""
        import msgspec

        if self.is_given and not self.only_makes:
            return how
        return msgspec.structs.replace(how, do_not_relay=True, get_tx_metadata=True)


async def send(wallet: Wallet, made: Transfer | Transfers, consent: Consent) -> object:
    """Ask and send, where that is left to do, and show what was made."""
    metadata = _metadata(made)
    if metadata and not (consent.is_given or consent.only_makes):
        amount, fee = _sums(made)
        click.confirm(f"Send {units.xmr(amount)} for a fee of {units.xmr(fee)}?", abort=True, err=True)
        for each in metadata:
            await wallet.relay_tx(each)
    names = [name for name in (*_SHOWN, *_SETS) if getattr(made, name, None)]
    return show.Answer(made, lambda style: table.fields(made, style, names))


def metadata_of(text: str) -> list[str]:
    """Return what sends the transactions of a document that --do-not-relay --json printed, or of plain metadata."""
    import json

    text = text.strip()
    if not text.startswith("{"):
        return [text]
    try:
        document = json.loads(text)
    except ValueError as error:
        raise click.UsageError(f"that is not what --do-not-relay --json prints: {error}") from error
    found = [document["tx_metadata"]] if "tx_metadata" in document else document.get("tx_metadata_list", [])
    if not found or not all(found):
        raise click.UsageError("there is no metadata of a transaction in it: was it made with --do-not-relay?")
    return found


def _is_anybody_there() -> bool:
    return sys.stdin.isatty()


def _metadata(made: Transfer | Transfers) -> Sequence[str]:
    one: str = getattr(made, "tx_metadata", "")
    return (one,) if one else getattr(made, "tx_metadata_list", ())


def _sums(made: Transfer | Transfers) -> tuple[int, int]:
    from aiomonero.types.wallet.spending import Transfer

    if isinstance(made, Transfer):
        return made.amount_piconero, made.fee_piconero
    return sum(made.amounts_piconero), sum(made.fees_piconero)
