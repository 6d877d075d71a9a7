# SPDX-License-Identifier: Apache-2.0
"""The end of a server that was asked for it: it closes its connections at once, sometimes before the answer is out."""

import asyncio
from typing import Any

from aiomonero import errors
from aiomonero.methods.method import Method
from aiomonero.transport import call

_PAUSE_SECONDS = 0.1


async def end(caller: call.Caller, stop: Method[None, Any], look: Method[None, Any]) -> None:
    """Ask the server to `stop`; where the answer is lost, `look` until nobody listens there any more.

    Raises Closed where somebody still does at the deadline.
    """
    try:
        await caller.call(stop, None)
    except errors.Closed:
        if not await _is_gone(caller, look, caller.seconds(stop)):
            raise


async def _is_gone(caller: call.Caller, look: Method[None, Any], seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            while await _is_there(caller, look):  # noqa: ASYNC110 - no event of ours tells of another program
                await asyncio.sleep(_PAUSE_SECONDS)
    except TimeoutError:
        return False
    return True


async def _is_there(caller: call.Caller, look: Method[None, Any]) -> bool:
    try:
        await caller.call(look, None)
    except errors.ConnectFailed:
        return False
    except errors.MoneroError:
        return True  # it hangs up or refuses, which takes somebody
    return True
