# SPDX-License-Identifier: Apache-2.0
"""Calls about the wallet server itself, the daemon that it asks, and mining there."""

from aiomonero.methods.wallet import server
from aiomonero.transport import ending
from aiomonero.types.wallet.server import Languages, WalletVersion
from aiomonero.wallet import calls

DaemonChoice = server.SetDaemonParams


class ServerCalls(calls.Calls):
    """What the server is, whom it asks, what it logs."""

    async def get_version(self) -> WalletVersion:
        """Return the version; raises WrongServer where a daemon answers."""
        answer = await self._caller.call(server.GET_VERSION, None)
        self._caller.check_kind(answer.rpc_version, server.GET_VERSION)
        return answer

    async def get_languages(self) -> Languages:
        """Return the languages of seeds."""
        return await self._caller.call(server.GET_LANGUAGES, None)

    async def set_daemon(self, daemon: DaemonChoice) -> None:
        """Ask another daemon from now on."""
        await self._caller.call(server.SET_DAEMON, daemon)

    async def set_log_level(self, level: int) -> None:
        """Set how much the server logs, 0 to 4."""
        await self._caller.call(server.SET_LOG_LEVEL, server.LogLevelParams(level))

    async def set_log_categories(self, categories: str = "") -> str:
        """Set what the server logs, such as "*:WARNING,wallet:INFO", and return what that comes to."""
        return (await self._caller.call(server.SET_LOG_CATEGORIES, server.LogCategories(categories))).categories

    async def stop_wallet(self) -> None:
        """Save the wallet and end the server.

        Raises Closed where the answer was lost and somebody still listens there at the deadline.
        """
        await ending.end(self._caller, server.STOP_WALLET, server.GET_VERSION)

    async def start_mining(
        self, threads_count: int, *, do_background_mining: bool = False, ignore_battery: bool = False
    ) -> None:
        """Let the wallet's daemon, which must be trusted, mine for the wallet."""
        params = server.MiningParams(threads_count, do_background_mining, ignore_battery)
        await self._caller.call(server.START_MINING, params)

    async def stop_mining(self) -> None:
        """Let the wallet's daemon stop mining."""
        await self._caller.call(server.STOP_MINING, None)
