# SPDX-License-Identifier: Apache-2.0
"""Calls about the miner inside the daemon."""

from aiomonero.methods.daemon import miner
from aiomonero.rpc import calls
from aiomonero.types.mining import MiningStatus


class MinerCalls(calls.Calls):
    """The daemon's own miner; unrestricted port only."""

    async def start_mining(
        self, miner_address: str, *, threads: int = 1, is_background: bool = False, ignores_battery: bool = False
    ) -> None:
        """Start to mine; raises Busy while the daemon is not synchronized, Rejected where it mines already."""
        params = miner.StartParams(miner_address, threads, is_background, ignores_battery)
        await self._caller.call(miner.START_MINING, params)

    async def stop_mining(self) -> None:
        """Stop to mine; raises Rejected where it never started. Takes up to a minute after a start (monero 0.18)."""
        await self._caller.call(miner.STOP_MINING, None)

    async def mining_status(self) -> MiningStatus:
        """Return what the daemon's own miner does."""
        return await self._caller.call(miner.MINING_STATUS, None)

    async def set_log_hash_rate(self, *, visible: bool) -> None:
        """Show the hash rate on the daemon's console or not; raises Rejected where it does not mine."""
        await self._caller.call(miner.SET_LOG_HASH_RATE, miner.HashRateParams(visible))
