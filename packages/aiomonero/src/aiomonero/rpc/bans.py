# SPDX-License-Identifier: Apache-2.0
"""Calls about the addresses that the daemon does not talk to."""

from aiomonero.methods.daemon import bans
from aiomonero.rpc import calls
from aiomonero.types.ban import Ban, BanChange, BanState


class BanCalls(calls.Calls):
    """Bans, which hold for P2P and for RPC; unrestricted port only."""

    async def get_bans(self) -> tuple[Ban, ...]:
        """Return the banned addresses and subnets."""
        return (await self._caller.call(bans.GET_BANS, None)).bans

    async def set_bans(self, *changes: BanChange) -> None:
        """Ban and forgive addresses and IPv4 subnets; connections to those that are banned end."""
        await self._caller.call(bans.SET_BANS, bans.SetBansParams(changes))

    async def banned(self, address: str) -> BanState:
        """Return whether an address is banned, itself or within a subnet."""
        return await self._caller.call(bans.BANNED, bans.BannedParams(address))
