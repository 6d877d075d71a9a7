# SPDX-License-Identifier: Apache-2.0
"""Calls of whoever runs the daemon: its log, its database, its program, its end."""

import msgspec

from aiomonero.methods.daemon import admin, headers
from aiomonero.rpc import calls
from aiomonero.transport import ending
from aiomonero.types.login import Login
from aiomonero.types.upkeep import Pruning, Update, UpdateCommand


class AdminCalls(calls.Calls):
    """Administration; unrestricted port only."""

    async def set_log_level(self, level: int) -> None:
        """Log from 0, little, to 4, everything."""
        await self._caller.call(admin.SET_LOG_LEVEL, admin.LogLevelParams(level))

    async def set_log_categories(self, categories: str) -> str:
        """Log what is named, such as "*:WARNING,net.p2p:DEBUG", and return what is logged then.

        A "+" in front adds to what there is, a "-" takes away; `set_log_level` brings back what its level names.
        """
        answer = await self._caller.call(admin.SET_LOG_CATEGORIES, admin.LogCategoriesParams(categories))
        return answer.categories

    async def save_bc(self) -> None:
        """Have the database on the disk when this returns, as before a snapshot of its volume."""
        await self._caller.call(admin.SAVE_BC, None)

    async def prune_blockchain(self, *, check: bool = False) -> Pruning:
        """Throw away seven eighths of what verifies old transactions, for good, or, to `check`, only tell whether."""
        return await self._caller.call(admin.PRUNE_BLOCKCHAIN, admin.PruneParams(check))

    async def flush_cache(self, *, bad_blocks: bool = False, bad_txs: bool = False) -> None:
        """Forget which blocks were invalid, and which transactions (a memory of 0.18.0 only)."""
        await self._caller.call(admin.FLUSH_CACHE, admin.FlushCacheParams(bad_blocks=bad_blocks, bad_txs=bad_txs))

    async def pop_blocks(self, count: int, *, keep_txs: bool | None = None) -> int:
        """Take blocks off the chain and return the height that is left. Never repeated.

        Their transactions go back into the pool, unless a daemon since 0.19 is told not to keep them.
        """
        keep = msgspec.UNSET if keep_txs is None else keep_txs
        return (await self._caller.call(admin.POP_BLOCKS, admin.PopBlocksParams(count, keep))).height

    async def update(self, command: UpdateCommand = UpdateCommand.CHECK, *, path: str = "") -> Update:
        """Look over DNS for a newer release, and download it to `path`; both leave the daemon's host.

        Raises Rejected where the look-up fails.
        """
        return await self._caller.call(admin.UPDATE, admin.UpdateParams(command, path))

    async def stop_daemon(self) -> None:
        """Have the daemon end cleanly, which takes it a second or more after this returned. Never repeated.

        Raises Closed where the answer was lost and somebody still listens there at the deadline.
        """
        await ending.end(self._caller, admin.STOP_DAEMON, headers.GET_HEIGHT)

    async def set_bootstrap_daemon(self, address: str, *, login: Login | None = None, proxy: str = "") -> None:
        """Let another daemon answer while this one synchronizes, "auto" for any public one, "" for none; until 0.19."""
        username, password = (login.username, login.password) if login else ("", "")
        params = admin.BootstrapParams(address, username, password, proxy)
        await self._caller.call(admin.SET_BOOTSTRAP_DAEMON, params)
