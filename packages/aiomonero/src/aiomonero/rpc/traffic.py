# SPDX-License-Identifier: Apache-2.0
"""Calls about what the daemon's P2P connections move, and may move."""

from aiomonero.methods.daemon import traffic
from aiomonero.rpc import calls
from aiomonero.types.traffic import NetStats, RateLimits

DEFAULT_LIMIT = -1
"""Stands for the limit that the daemon has without being told one."""
_UNCHANGED = 0


class TrafficCalls(calls.Calls):
    """Bytes and their limits."""

    async def get_net_stats(self) -> NetStats:
        """Return what was moved since the daemon's start; unrestricted port only."""
        return await self._caller.call(traffic.GET_NET_STATS, None)

    async def get_limit(self) -> RateLimits:
        """Return the most that its P2P connections may move, in KiB per second."""
        return await self._caller.call(traffic.GET_LIMIT, None)

    async def set_limit(
        self, *, upload_kib_per_second: int = _UNCHANGED, download_kib_per_second: int = _UNCHANGED
    ) -> RateLimits:
        """Set what is given, until the daemon ends, and return what counts then; unrestricted port only."""
        params = traffic.LimitParams(limit_up=upload_kib_per_second, limit_down=download_kib_per_second)
        return await self._caller.call(traffic.SET_LIMIT, params)
