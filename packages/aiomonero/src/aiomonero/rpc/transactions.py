# SPDX-License-Identifier: Apache-2.0
"""Calls about single transactions."""

from collections.abc import Iterable

from aiomonero import errors
from aiomonero.methods import parameters
from aiomonero.methods.daemon import transactions
from aiomonero.rpc import calls
from aiomonero.types.hashes import Hash
from aiomonero.types.transaction import SentTransaction, Spent, Transactions


class TransactionCalls(calls.Calls):
    """Transactions of the chain and the pool, by hash."""

    async def get_transactions(
        self, tx_hashes: Iterable[str], *, decode_as_json: bool = False, prune: bool = False, split: bool = False
    ) -> Transactions:
        """Return what is there of at most 100 transactions (on restricted ports), and what is missing.

        `decode_as_json` is needed for `Transaction.body`; `prune` leaves proofs out, `split` gives them apart.
        """
        params = transactions.TransactionsParams(parameters.listed(tx_hashes), decode_as_json, prune, split)
        return await self._caller.call(transactions.GET_TRANSACTIONS, params)

    async def send_raw_transaction(
        self, tx_as_hex: str, *, do_not_relay: bool = False, do_sanity_checks: bool = True
    ) -> SentTransaction:
        """Hand in a transaction; raises TransactionRejected where it breaks a rule. Never repeated."""
        params = transactions.SendParams(tx_as_hex, do_not_relay, do_sanity_checks)
        answer = await self._caller.call(transactions.SEND_RAW_TRANSACTION, params)
        if answer.status != "OK":
            why = answer.reason or ", ".join(sorted(answer.faults)) or f"{answer.status}, and no reason is given"
            rejected = errors.TransactionRejected(why, faults=answer.faults)
            raise self._caller.located(rejected, transactions.SEND_RAW_TRANSACTION)
        return SentTransaction(not_relayed=answer.not_relayed, reason=answer.reason)

    async def relay_tx(self, tx_hashes: Iterable[str]) -> None:
        """Send transactions of the pool to peers; unrestricted port only."""
        await self._caller.call(transactions.RELAY_TX, transactions.IdsParams(parameters.listed(tx_hashes)))

    async def get_txids_loose(self, tx_hash_template: str, num_matching_bits: int) -> tuple[Hash, ...]:
        """Return all hashes that begin with so many bits of the template (64 hex digits), so that the daemon does not
        learn which one is meant; new in 0.19.
        """
        params = transactions.LooseIdsParams(tx_hash_template, num_matching_bits)
        return (await self._caller.call(transactions.GET_TXIDS_LOOSE, params)).txids

    async def get_o_indexes_bin(self, tx_hash: str) -> tuple[int, ...]:
        """Return the places in the chain of a transaction's outputs; raises Rejected where it is not in the chain."""
        params = transactions.OutputIndexesParams(tx_hash)
        return (await self._caller.call(transactions.GET_O_INDEXES_BIN, params)).o_indexes

    async def is_key_image_spent(self, key_images: Iterable[str]) -> tuple[Spent, ...]:
        """Say of each key image whether chain or pool has seen it, of at most 5000 on restricted ports."""
        params = transactions.KeyImagesParams(parameters.listed(key_images))
        answer = await self._caller.call(transactions.IS_KEY_IMAGE_SPENT, params)
        return self._caller.one_each(answer.spent_status, params.key_images, transactions.IS_KEY_IMAGE_SPENT)
