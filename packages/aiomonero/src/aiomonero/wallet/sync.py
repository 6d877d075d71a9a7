# SPDX-License-Identifier: Apache-2.0
"""Calls that look at the chain for the wallet, now or in the background."""

from collections.abc import Iterable

from aiomonero.methods import parameters
from aiomonero.methods.wallet import sync
from aiomonero.types.wallet.history import Refreshed
from aiomonero.wallet import calls


class SyncCalls(calls.Calls):
    """How far the wallet has looked, and looking further."""

    async def get_height(self) -> int:
        """Return how many blocks the wallet has looked at."""
        return (await self._caller.call(sync.GET_HEIGHT, None)).height

    async def refresh(self, start_height: int = 0) -> Refreshed:
        """Look at new blocks and at the pool; at blocks from `start_height` on where that is further."""
        return await self._caller.call(sync.REFRESH, sync.RefreshParams(start_height))

    async def auto_refresh(self, *, enable: bool = True, period_seconds: int = 0) -> None:
        """Let the server refresh by itself, by default every 20 seconds, or not."""
        await self._caller.call(sync.AUTO_REFRESH, sync.AutoRefreshParams(enable, period_seconds))

    async def rescan_blockchain(self, *, hard: bool = False) -> None:
        """Look at everything again; `hard` also forgets what the chain does not tell, such as notes."""
        await self._caller.call(sync.RESCAN_BLOCKCHAIN, sync.RescanParams(hard))

    async def rescan_spent(self) -> None:
        """Ask the daemon, which must be trusted, what was spent."""
        await self._caller.call(sync.RESCAN_SPENT, None)

    async def scan_tx(self, txids: Iterable[str]) -> None:
        """Look at certain transactions, as if the wallet had come to their blocks."""
        await self._caller.call(sync.SCAN_TX, sync.TxidsParams(parameters.listed(txids)))

    async def setup_background_sync(
        self, background_sync_type: str, wallet_password: str, *, background_cache_password: str = ""
    ) -> None:
        """Say how the wallet may sync without its spend key.

        The type is "off", "reuse-wallet-password" or "custom-password".
        """
        params = sync.SetupBackgroundSyncParams(background_sync_type, wallet_password, background_cache_password)
        await self._caller.call(sync.SETUP_BACKGROUND_SYNC, params)

    async def start_background_sync(self) -> None:
        """Take the spend key out of memory, and go on syncing."""
        await self._caller.call(sync.START_BACKGROUND_SYNC, None)

    async def stop_background_sync(self, wallet_password: str = "", *, seed: str = "", seed_offset: str = "") -> None:
        """Bring the spend key back."""
        params = sync.StopBackgroundSyncParams(wallet_password, seed, seed_offset)
        await self._caller.call(sync.STOP_BACKGROUND_SYNC, params)
