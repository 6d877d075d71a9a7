# SPDX-License-Identifier: Apache-2.0
"""Calls about the daemon itself."""

from aiomonero.methods.daemon import chain
from aiomonero.rpc import calls
from aiomonero.types.info import Info, Version


class ChainCalls(calls.Calls):
    """What the daemon is."""

    async def get_info(self) -> Info:
        """Return what the daemon says of itself."""
        return await self._caller.call(chain.GET_INFO, None)

    async def get_version(self) -> Version:
        """Return the versions; raises WrongServer where a wallet server answers."""
        answer = await self._caller.call(chain.GET_VERSION, None)
        self._caller.check_kind(answer.rpc_version, chain.GET_VERSION)
        return answer
