# SPDX-License-Identifier: Apache-2.0
"""Calls about blocks aside of the main chain."""

from aiomonero.methods.daemon import forks
from aiomonero.rpc import calls
from aiomonero.types.fork import AlternateChain
from aiomonero.types.hashes import Hash


class ForkCalls(calls.Calls):
    """Chains that lost; on the unrestricted port, where nothing else is said."""

    async def get_alternate_chains(self) -> tuple[AlternateChain, ...]:
        """Return the chains that lost against the main one."""
        return (await self._caller.call(forks.GET_ALTERNATE_CHAINS, None)).chains

    async def get_alt_blocks_hashes(self) -> tuple[Hash, ...]:
        """Return the hashes of all blocks of these chains; on restricted ports before 0.18.5.1 too."""
        return (await self._caller.call(forks.GET_ALT_BLOCKS_HASHES, None)).blks_hashes
