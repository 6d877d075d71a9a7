# SPDX-License-Identifier: Apache-2.0
"""Nothing is spent before a person saw amount and fee and agreed, or said beforehand that there is no need to ask."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click
import msgspec

from aiomonero.cli.commands.wallet import relaying
from aiomonero.cli.output import show, table, units
from aiomonero.cli.session import asking

if TYPE_CHECKING:
    from aiomonero.types.wallet.spending import Spending, Transfer, Transfers
    from aiomonero.wallet.wallet import Wallet

_HASHES = ("tx_hash", "tx_hash_list")
_KEYS = ("tx_key", "tx_key_list")
_SHOWN = (*_HASHES, *_KEYS, "amount_piconero", "amounts_piconero", "fee_piconero", "fees_piconero")
_SETS = ("multisig_txset", "unsigned_txset")
_METADATA = ("tx_metadata", "tx_metadata_list")


@dataclasses.dataclass(frozen=True, slots=True)
class Consent:
    """Whether to ask, and whether to send at all."""

    is_given: bool
    only_makes: bool

    @classmethod
    def of(cls, *, yes: bool, do_not_relay: bool) -> Consent:
        """Read the options; raises click.UsageError where somebody should be asked and nobody is there."""
        asking.require_somebody(yes=yes or do_not_relay)
        return cls(is_given=yes, only_makes=do_not_relay)

    def prepare(self, how: Spending, *, may_be_several: bool) -> Spending:
        """Return how to make the transactions: what is asked about first is sent later, and so is each of several.

        A wallet that sends several and is stopped halfway only says that it was stopped.
        """
        if self.is_given and not self.only_makes and not may_be_several:
            return how
        return msgspec.structs.replace(how, do_not_relay=True, get_tx_metadata=True)


async def send(wallet: Wallet, made: Transfer | Transfers, consent: Consent) -> object:
    """Ask and send, where that is left to do, and show what was made."""
    if not any(getattr(made, name, None) for name in (*_HASHES, *_SETS)):
        return show.Answer(made, lambda _: "there is nothing to send")
    metadata = _metadata(made)
    if consent.only_makes or any(getattr(made, name) for name in _SETS):
        return _on_its_way(made, metadata)
    if metadata:
        asking.confirm(f"Send {_sentence(made)}?", yes=consent.is_given)
        await relaying.relay(wallet, metadata)
    names = [name for name in _SHOWN if getattr(made, name, None)]
    blank = {name: type(getattr(made, name))() for name in _METADATA if hasattr(made, name)}
    return show.Answer(msgspec.structs.replace(made, **blank), lambda style: table.fields(made, style, names))


def _on_its_way(made: Transfer | Transfers, metadata: Sequence[str]) -> object:
    """Show what others sign or what is sent later: that alone on standard output, as it goes on from there."""
    blobs = [blob for name in _SETS if (blob := getattr(made, name))] or list(metadata)
    click.echo(f"made, not sent: {_sentence(made)}", err=True)
    return show.Answer(made, lambda _: "\n".join(blobs))


def _metadata(made: Transfer | Transfers) -> Sequence[str]:
    one: str = getattr(made, "tx_metadata", "")
    return (one,) if one else getattr(made, "tx_metadata_list", ())


def _sentence(made: Transfer | Transfers) -> str:
    amount, fee = _sums(made)
    return f"{units.xmr(amount)} for a fee of {units.xmr(fee)}"


def _sums(made: Transfer | Transfers) -> tuple[int, int]:
    from aiomonero.types.wallet.spending import Transfer

    if isinstance(made, Transfer):
        return made.amount_piconero, made.fee_piconero
    return sum(made.amounts_piconero), sum(made.fees_piconero)
