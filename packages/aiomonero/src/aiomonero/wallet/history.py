# SPDX-License-Identifier: Apache-2.0
"""Calls about what was paid and received, and about notes on it."""

from collections.abc import Iterable, Mapping

from aiomonero.methods import parameters
from aiomonero.methods.wallet import history
from aiomonero.types.wallet.history import (
    OutputKind,
    Payment,
    ReceivedOutput,
    TransferEntry,
    TransferFilter,
    TransferHistory,
)
from aiomonero.wallet import calls

_EVERYTHING = TransferFilter()


class HistoryCalls(calls.Calls):
    """The wallet's transactions and outputs."""

    async def get_transfers(self, which: TransferFilter = _EVERYTHING) -> TransferHistory:
        """Return the transactions of the first account, or those that `which` says."""
        return await self._caller.call(history.GET_TRANSFERS, which)

    async def get_transfer_by_txid(self, tx_hash: str, *, account_index: int = 0) -> tuple[TransferEntry, ...]:
        """Return what a transaction was to the wallet; raises NotFound where it was nothing."""
        answer = await self._caller.call(history.GET_TRANSFER_BY_TXID, history.TransferParams(tx_hash, account_index))
        return answer.transfers or (answer.transfer,)

    async def get_payments(self, payment_id: str) -> tuple[Payment, ...]:
        """Return what came in with a payment id."""
        return (await self._caller.call(history.GET_PAYMENTS, history.PaymentsParams(payment_id))).payments

    async def get_bulk_payments(
        self, payment_ids: Iterable[str] = (), *, min_block_height: int = 0
    ) -> tuple[Payment, ...]:
        """Return what came in above a height, with any of the payment ids, or with any at all."""
        params = history.BulkPaymentsParams(parameters.listed(payment_ids), min_block_height)
        return (await self._caller.call(history.GET_BULK_PAYMENTS, params)).payments

    async def incoming_transfers(
        self,
        transfer_type: OutputKind = OutputKind.ALL,
        *,
        account_index: int = 0,
        subaddr_indices: Iterable[int] = (),
    ) -> tuple[ReceivedOutput, ...]:
        """Return the outputs of an account, or of some of its addresses."""
        params = history.IncomingParams(transfer_type, account_index, parameters.listed(subaddr_indices))
        return (await self._caller.call(history.INCOMING_TRANSFERS, params)).transfers

    async def set_tx_notes(self, notes: Mapping[str, str]) -> None:
        """Write a note for each transaction, which is named by its hash."""
        await self._caller.call(history.SET_TX_NOTES, history.NotesParams(tuple(notes), tuple(notes.values())))

    async def get_tx_notes(self, txids: Iterable[str]) -> tuple[str, ...]:
        """Return one note for each transaction, "" where there is none."""
        params = history.TxidsParams(parameters.listed(txids))
        answer = await self._caller.call(history.GET_TX_NOTES, params)
        return self._caller.one_each(answer.notes, params.txids, history.GET_TX_NOTES)

    async def set_attribute(self, key: str, value: str) -> None:
        """Store something of a program's own in the wallet."""
        await self._caller.call(history.SET_ATTRIBUTE, history.AttributeParams(key, value))

    async def get_attribute(self, key: str) -> str:
        """Return what a program stored; raises NotFound where it did not."""
        return (await self._caller.call(history.GET_ATTRIBUTE, history.KeyParams(key))).value
