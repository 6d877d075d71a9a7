# SPDX-License-Identifier: Apache-2.0
"""Calls about payment for RPC, which 0.19 no longer has, and the count of calls."""

from aiomonero.methods.daemon import payment
from aiomonero.rpc import calls
from aiomonero.types.payment import AccessData, AccessInfo, CallCount


class PaymentCalls(calls.Calls):
    """Credits; all but `rpc_access_info` and `rpc_access_tracking` raise Rejected where no payment is asked for.

    A `client` is a public key, the time, and a signature over it (hex), as wallets make them.
    """

    async def rpc_access_info(self, client: str = "") -> AccessInfo:
        """Return what to mine for credits."""
        return await self._caller.call(payment.RPC_ACCESS_INFO, payment.ClientParams(client))

    async def rpc_access_submit_nonce(self, client: str, *, nonce: int, cookie: int) -> int:
        """Hand in a nonce for what `rpc_access_info` told, and return the credits that there are then."""
        params = payment.NonceParams(client, nonce, cookie)
        return (await self._caller.call(payment.RPC_ACCESS_SUBMIT_NONCE, params)).credits

    async def rpc_access_pay(self, client: str, *, paying_for: str, payment_credits: int) -> int:
        """Pay for something outside RPC, and return the credits that are left."""
        params = payment.PayParams(client, paying_for, payment_credits)
        return (await self._caller.call(payment.RPC_ACCESS_PAY, params)).credits

    async def rpc_access_tracking(self, *, clear: bool = False) -> tuple[CallCount, ...]:
        """Return how often each handler was asked, on all ports, or count from 0 again; unrestricted port only."""
        return (await self._caller.call(payment.RPC_ACCESS_TRACKING, payment.TrackingParams(clear))).data

    async def rpc_access_data(self) -> AccessData:
        """Return all clients' credits; unrestricted port only."""
        return await self._caller.call(payment.RPC_ACCESS_DATA, None)

    async def rpc_access_account(self, client: str, *, delta_balance: int = 0) -> int:
        """Give a client credits, or take some, and return what it has then; unrestricted port only. Never repeated."""
        params = payment.AccountParams(client, delta_balance)
        return (await self._caller.call(payment.RPC_ACCESS_ACCOUNT, params)).credits
