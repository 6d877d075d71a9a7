# SPDX-License-Identifier: Apache-2.0
"""Calls that pay, and that tell what paying would take; none that pays is repeated once the wallet was asked."""

from collections.abc import Iterable
from typing import Any

import msgspec

from aiomonero.methods import parameters
from aiomonero.methods.wallet import spending
from aiomonero.types.wallet.spending import Destination, Priority, Spending, Transfer, Transfers, TxSize
from aiomonero.wallet import calls

_PLAINLY = Spending()


class SpendingCalls(calls.Calls):
    """Payments; raises NotEnoughMoney or MoneyLocked where the wallet cannot, and Rejected for other reasons.

    Where the answer is lost (Closed, TimedOut), or the wallet's daemon was when it had been handed the transaction
    (DaemonAway, Busy), the payment may have been made: ask `get_transfers` before paying again.
    """

    async def transfer(
        self,
        destinations: Iterable[Destination],
        how: Spending = _PLAINLY,
        *,
        subtract_fee_from_outputs: Iterable[int] = (),
    ) -> Transfer:
        """Pay in one transaction; the fee is paid on top, or by the destinations of the places named (0.18.4.0)."""
        params = spending.TransferParams(
            destinations=parameters.listed(destinations),
            subtract_fee_from_outputs=parameters.listed(subtract_fee_from_outputs),
            **_options(how),
        )
        return await self._caller.call(spending.TRANSFER, params)

    async def transfer_split(self, destinations: Iterable[Destination], how: Spending = _PLAINLY) -> Transfers:
        """Pay in as many transactions as it takes."""
        params = spending.TransferSplitParams(destinations=parameters.listed(destinations), **_options(how))
        return await self._caller.call(spending.TRANSFER_SPLIT, params)

    async def sweep_all(
        self,
        address: str,
        how: Spending = _PLAINLY,
        *,
        outputs: int = 1,
        below_amount_piconero: int = 0,
        subaddr_indices_all: bool = False,
    ) -> Transfers:
        """Send everything that is unlocked, or just its outputs below an amount, to one address in equal `outputs`."""
        params = spending.SweepAllParams(
            address=address,
            outputs=outputs,
            below_amount_piconero=below_amount_piconero,
            subaddr_indices_all=subaddr_indices_all,
            **_options(how),
        )
        return await self._caller.call(spending.SWEEP_ALL, params)

    async def sweep_single(
        self, address: str, key_image: str, how: Spending = _PLAINLY, *, outputs: int = 1
    ) -> Transfer:
        """Send one output, named by its key image, to an address."""
        params = spending.SweepSingleParams(address=address, key_image=key_image, outputs=outputs, **_options(how))
        return await self._caller.call(spending.SWEEP_SINGLE, params)

    async def sweep_dust(self, how: Spending = _PLAINLY) -> Transfers:
        """Send the wallet itself what is too old or odd to be mixed; of `how` only the last four count."""
        params = spending.SweepDustParams(
            get_tx_key=how.get_tx_key,
            do_not_relay=how.do_not_relay,
            get_tx_hex=how.get_tx_hex,
            get_tx_metadata=how.get_tx_metadata,
        )
        return await self._caller.call(spending.SWEEP_DUST, params)

    async def relay_tx(self, metadata: str) -> str:
        """Send a transaction that was made with `do_not_relay` and return its hash."""
        return (await self._caller.call(spending.RELAY_TX, spending.RelayParams(metadata))).tx_hash

    async def estimate_tx_size_and_weight(
        self, n_inputs: int, n_outputs: int, *, ring_size: int = 0, rct: bool = True
    ) -> TxSize:
        """Return what a transaction would take."""
        params = spending.SizeParams(n_inputs, n_outputs, ring_size, rct)
        return await self._caller.call(spending.ESTIMATE_TX_SIZE_AND_WEIGHT, params)

    async def get_default_fee_priority(self) -> Priority:
        """Return what `Priority.DEFAULT` is at the moment."""
        return (await self._caller.call(spending.GET_DEFAULT_FEE_PRIORITY, None)).priority


def _options(how: Spending) -> dict[str, Any]:
    return msgspec.structs.asdict(how)
