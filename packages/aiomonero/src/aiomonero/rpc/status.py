# SPDX-License-Identifier: Apache-2.0
"""Calls about how far the daemon is, and the consensus rules it follows."""

from aiomonero.methods.daemon import status
from aiomonero.rpc import calls
from aiomonero.types.sync import HardForkInfo, SyncInfo


class StatusCalls(calls.Calls):
    """Where the daemon stands beside its network."""

    async def hard_fork_info(self, version: int = 0) -> HardForkInfo:
        """Return what is known of a set of consensus rules, by default those of the next block."""
        return await self._caller.call(status.HARD_FORK_INFO, status.ForkParams(version))

    async def sync_info(self) -> SyncInfo:
        """Return what is being downloaded from whom; unrestricted port only."""
        return await self._caller.call(status.SYNC_INFO, None)
