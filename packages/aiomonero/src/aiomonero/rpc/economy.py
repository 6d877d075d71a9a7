# SPDX-License-Identifier: Apache-2.0
"""Calls about fees and new coins."""

from aiomonero.methods.daemon import economy
from aiomonero.rpc import calls
from aiomonero.types.economy import CoinbaseSum, FeeEstimate


class EconomyCalls(calls.Calls):
    """What a transaction costs, and what blocks made."""

    async def get_fee_estimate(self, *, grace_blocks: int = 0) -> FeeEstimate:
        """Return fees that still suffice after so many blocks."""
        return await self._caller.call(economy.GET_FEE_ESTIMATE, economy.FeeParams(grace_blocks))

    async def get_coinbase_tx_sum(self, height: int, count: int) -> CoinbaseSum:
        """Add up so many blocks from a height on, which takes minutes for a whole chain; unrestricted port only."""
        return await self._caller.call(economy.GET_COINBASE_TX_SUM, economy.CoinbaseParams(height, count))
