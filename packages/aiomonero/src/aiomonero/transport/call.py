# SPDX-License-Identifier: Apache-2.0
"""One request value, one answer: the deadline over all attempts, and which failures are worth another attempt."""

import asyncio
import dataclasses
import random
from typing import TypeVar

from aiomonero import errors
from aiomonero.methods.method import Method
from aiomonero.protocol import jsonrpc
from aiomonero.transport import base, forms

Params = TypeVar("Params")
Result = TypeVar("Result")
Failure = TypeVar("Failure", bound=errors.MoneroError)

_LONGEST_PAUSE_SECONDS = 10.0
_MOST_DOUBLINGS = 32


@dataclasses.dataclass(frozen=True, slots=True)
class Policy:
    """How long a call may take in all, how often it may be tried, and the longest pause before the second try.

    The pause doubles with every try, up to ten seconds, and is drawn at random below its bound, so that many clients do
    not return at once. `waits_while_busy`: a daemon that says it is busy is asked again too, which is always safe.
    """

    timeout_seconds: float = 30.0
    attempts: int = 3
    pause_seconds: float = 0.2
    waits_while_busy: bool = False


class Caller:
    """Calls methods of the server at `url`, whose error codes mean what `refusals` says.

    `hides_methods`: a restricted port of it answers as if what it does not offer did not exist, as those of daemons do.
    """

    def __init__(
        self,
        transport: base.Transport,
        url: str,
        policy: Policy,
        refusals: jsonrpc.Refusals,
        *,
        hides_methods: bool = True,
    ) -> None:
        self._transport = transport
        self._url = url.rstrip("/")
        self._policy = policy
        self._refusals = refusals
        self._hides_methods = hides_methods

    async def call(self, method: Method[Params, Result], params: Params) -> Result:
        """Return the method's result; every error names endpoint and method."""
        url = self._url + method.path
        try:
            async with asyncio.timeout(self._policy.timeout_seconds):
                return await self._ask(method, url, forms.encode(method, params))
        except TimeoutError as error:
            late = errors.TimedOut(f"no answer within {self._policy.timeout_seconds:g} s")
            raise late.located(endpoint=url, method=method.name) from error
        except (errors.MethodMissing, errors.NotFound) as error:
            raise self._explained(error, method).located(endpoint=url, method=method.name) from error
        except errors.MoneroError as error:
            raise error.located(endpoint=url, method=method.name) from error.cause

    def located(self, error: Failure, method: Method[Params, Result]) -> Failure:
        """Say where an answer came from that the caller found to be an error, and return that."""
        return error.located(endpoint=self._url + method.path, method=method.name)

    async def _ask(self, method: Method[Params, Result], url: str, body: bytes) -> Result:
        for attempt in range(1, self._policy.attempts):
            try:
                return await self._answer(method, url, body)
            except errors.MoneroError as error:
                if not _may_repeat(error, method, self._policy):
                    raise
            await asyncio.sleep(_pause(self._policy, attempt))
        return await self._answer(method, url, body)

    async def _answer(self, method: Method[Params, Result], url: str, body: bytes) -> Result:
        limit_bytes = method.limit_bytes or base.ANSWER_LIMIT_BYTES
        answer = await self._transport.post(
            url, body, timeout_seconds=self._policy.timeout_seconds, limit_bytes=limit_bytes
        )
        return forms.decode(method, answer, self._refusals)

    def _explained(
        self, error: errors.MethodMissing | errors.NotFound, method: Method[Params, Result]
    ) -> errors.DaemonError:
        if self._hides_methods and (restricted := _hidden(error, method)):
            return restricted
        if isinstance(error, errors.NotFound) and (error.code is not None or not self._hides_methods):
            return error
        return errors.MethodMissing(f"needs RPC version {method.versions}", code=error.code)


def _may_repeat(error: errors.MoneroError, method: Method[Params, Result], policy: Policy) -> bool:
    match error:
        case errors.ConnectFailed() | errors.ProxyRefused():
            return True  # without a connection nothing was asked
        case errors.Closed():
            return method.is_repeatable  # the daemon may have done it already
        case errors.Busy():
            return policy.waits_while_busy
        case _:
            return False


def _pause(policy: Policy, attempt: int) -> float:
    longest = min(_LONGEST_PAUSE_SECONDS, policy.pause_seconds * 2.0 ** min(attempt - 1, _MOST_DOUBLINGS))
    return random.uniform(0, longest)  # noqa: S311 - spreads clients, no secret


def _hidden(error: errors.MethodMissing | errors.NotFound, method: Method[Params, Result]) -> errors.Restricted | None:
    # A restricted port answers as if the method did not exist: a path with HTTP's 404, which is no code of the daemon,
    # the others with -32601 (src/rpc/core_rpc_server.cpp of monero 0.18).
    if isinstance(error, errors.NotFound) and error.code is not None:
        return None
    if not method.is_public:
        return errors.Restricted("only the unrestricted port offers it", code=error.code)
    if method.public.until:
        return errors.Restricted(
            f"the restricted port offers it only before RPC version {method.public.until}", code=error.code
        )
    return None
