# SPDX-License-Identifier: Apache-2.0
"""One request value, one answer: the deadline over all attempts, and which failures are worth another attempt."""

import asyncio
import dataclasses
import random
from typing import Self, TypeVar

import msgspec

from aiomonero import errors
from aiomonero.methods import parameters
from aiomonero.methods.method import ALWAYS, SMALL_BYTES, Form, Method, Span
from aiomonero.protocol import jsonrpc
from aiomonero.transport import base, forms
from aiomonero.types import argument
from aiomonero.types.version import RpcVersion

Params = TypeVar("Params")
Result = TypeVar("Result")
Item = TypeVar("Item")
Failure = TypeVar("Failure", bound=errors.MoneroError)

_LONGEST_PAUSE_SECONDS = 10.0
_MOST_DOUBLINGS = 32
_LOOK_SECONDS = 5.0
_PROGRAMS = {1: "monero-wallet-rpc", 3: "monerod"}
"""By the first number of the RPC version that they say."""


@dataclasses.dataclass(frozen=True, slots=True)
class Policy:
    """How long a call may take in all, how often it may be tried, and the longest pause before the second try.

    Without `timeout_seconds` a call has what its method is known to need: 30 seconds of a daemon, 300 of a wallet, and
    minutes or hours for what looks through the whole chain. The pause doubles with every try, up to ten seconds, and is
    drawn at random below its bound, so that many clients do not return at once.
    `waits_while_busy`: a daemon that is not ready is asked again too, whatever it was; any other server that is busy,
    and a wallet whose daemon is away, only where asking twice does no more than asking once.
    `takes_untrusted`: while it synchronizes, a daemon before 0.19 may have a bootstrap daemon answer in its place; not
    taken, that is Untrusted. The bare hash of `on_get_block_hash` cannot tell.
    """

    timeout_seconds: float | None = None
    attempts: int = 3
    pause_seconds: float = 0.2
    waits_while_busy: bool = False
    takes_untrusted: bool = True


@dataclasses.dataclass(frozen=True, slots=True)
class Server:
    """What all servers of one kind have in common: what their error codes mean, and how long most answers take.

    `program` is what they are called. `always` is what their methods say that all known versions have.
    `hides_methods`: a restricted port answers as if what it does not offer did not exist. `request_limit_bytes` is what
    they read of a question before they hang up.
    """

    program: str
    refusals: jsonrpc.Refusals
    always: Span = ALWAYS
    hides_methods: bool = True
    patience_seconds: float = 30.0
    request_limit_bytes: int | None = None


class _Version(msgspec.Struct):
    version: int


class Caller:
    """Calls methods of the server at `url`, which is of the kind `server`."""

    def __init__(self, transport: base.Transport, url: str, policy: Policy, server: Server) -> None:
        argument.check("policy", policy, Policy, "Policy(timeout_seconds=5) or the like")
        self._transport = transport
        self._url = url.rstrip("/")
        self._policy = policy
        self._server = server
        self._is_right = False

    def within(self, timeout_seconds: float) -> Self:
        """Return the same with another deadline."""
        policy = dataclasses.replace(self._policy, timeout_seconds=timeout_seconds)
        return type(self)(self._transport, self._url, policy, self._server)

    def seconds(self, method: Method[Params, Result]) -> float:
        """Return how long a call of the method may take."""
        if self._policy.timeout_seconds is not None:
            return self._policy.timeout_seconds
        return method.patience_seconds or self._server.patience_seconds

    async def call(self, method: Method[Params, Result], params: Params) -> Result:
        """Return the method's result; every error names endpoint and method."""
        url = self._url + method.path
        seconds = self.seconds(method)
        try:
            async with asyncio.timeout(seconds):
                return await self._ask(method, url, self._encoded(method, params), seconds)
        except TimeoutError as error:
            late = errors.TimedOut(f"no answer within {seconds:g} s")
            raise late.located(endpoint=url, method=method.name) from error
        except (errors.MethodMissing, errors.NotFound) as error:
            explained = await self._explained(error, method, seconds)
            raise explained.located(endpoint=url, method=method.name) from error
        except errors.MoneroError as error:
            raise error.located(endpoint=url, method=method.name) from error.cause

    def located(self, error: Failure, method: Method[Params, Result]) -> Failure:
        """Say where an answer came from that the caller found to be an error, and return that."""
        return error.located(endpoint=self._url + method.path, method=method.name)

    def check_kind(self, version: RpcVersion, method: Method[Params, Result]) -> None:
        """Raise WrongServer where the version that a server says is not of our kind of server."""
        if wrong := self._wrong(version):
            raise self.located(wrong, method)

    def _wrong(self, version: RpcVersion) -> errors.WrongServer | None:
        program = _PROGRAMS.get(version.major, self._server.program)
        if program == self._server.program:
            return None
        return errors.WrongServer(f"that is a {program}, not a {self._server.program}")

    async def _wrong_server(self, seconds: float) -> errors.WrongServer | None:
        """Ask a server that misses a method what it is, which servers of both kinds tell."""
        if self._is_right:
            return None
        question, limit_bytes = jsonrpc.encode("get_version"), SMALL_BYTES
        try:
            answer = await self._transport.post(
                f"{self._url}/json_rpc", question, timeout_seconds=seconds, limit_bytes=limit_bytes
            )
            number = jsonrpc.decode(answer, _Version).version
        except errors.MoneroError:
            return None
        wrong = self._wrong(RpcVersion.from_wire(number))
        self._is_right = wrong is None
        return wrong

    def one_each(
        self, answers: tuple[Item, ...], asked: tuple[object, ...], method: Method[Params, Result]
    ) -> tuple[Item, ...]:
        """Return the answers, one for each thing asked; raises RemoteProtocolError where there are not as many."""
        if len(answers) != len(asked):
            wrong = errors.RemoteProtocolError(f"{len(answers)} answers about {len(asked)} things")
            raise self.located(wrong, method)
        return answers

    def _encoded(self, method: Method[Params, Result], params: Params) -> bytes:
        parameters.check(params, method.params)
        body, limit_bytes = forms.encode(method, params), self._server.request_limit_bytes
        if limit_bytes is not None and len(body) > limit_bytes:
            raise errors.LocalProtocolError(
                f"the question has {len(body)} bytes, and the server reads {limit_bytes}: ask in smaller portions"
            )
        return body

    async def _ask(self, method: Method[Params, Result], url: str, body: bytes, seconds: float) -> Result:
        for attempt in range(1, self._policy.attempts):
            try:
                return await self._answer(method, url, body, seconds)
            except errors.MoneroError as error:
                if not _may_repeat(error, method, self._policy):
                    raise
            await asyncio.sleep(_pause(self._policy, attempt))
        return await self._answer(method, url, body, seconds)

    async def _answer(self, method: Method[Params, Result], url: str, body: bytes, seconds: float) -> Result:
        limit_bytes = method.limit_bytes or base.ANSWER_LIMIT_BYTES
        answer = await self._transport.post(url, body, timeout_seconds=seconds, limit_bytes=limit_bytes)
        return forms.decode(method, answer, self._server.refusals, takes_untrusted=self._policy.takes_untrusted)

    async def _explained(
        self, error: errors.MethodMissing | errors.NotFound, method: Method[Params, Result], seconds: float
    ) -> errors.MoneroError:
        if isinstance(error, errors.NotFound) and (error.code is not None or method.form is Form.JSON_RPC):
            return error  # the daemon looked for something, or some other server knows no such path
        if wrong := await self._wrong_server(min(seconds, _LOOK_SECONDS)):
            return wrong
        if self._server.hides_methods and (restricted := _hidden(method, error.code)):
            return restricted
        if method.versions != self._server.always:
            return errors.UnsupportedVersion(f"needs RPC version {method.versions}")
        return errors.MethodMissing("the server there has no such method", code=error.code)


def _may_repeat(error: errors.MoneroError, method: Method[Params, Result], policy: Policy) -> bool:
    match error:
        case errors.ConnectFailed() | errors.ProxyRefused():
            return True  # without a connection nothing was asked
        case errors.Closed():
            return method.is_repeatable  # the daemon may have done it already
        case errors.NotReady():
            return policy.waits_while_busy
        case errors.Busy() | errors.DaemonAway():
            return policy.waits_while_busy and method.is_repeatable
        case _:
            return False


def _pause(policy: Policy, attempt: int) -> float:
    longest = min(_LONGEST_PAUSE_SECONDS, policy.pause_seconds * 2.0 ** min(attempt - 1, _MOST_DOUBLINGS))
    return random.uniform(0, longest)  # noqa: S311 - spreads clients, no secret


def _hidden(method: Method[Params, Result], code: int | None) -> errors.Restricted | None:
    # A restricted port answers as if the method did not exist: a path with HTTP's 404, which is no code of the daemon,
    # the others with -32601 (src/rpc/core_rpc_server.cpp of monero 0.18).
    if not method.is_public:
        return errors.Restricted("only the unrestricted port offers it", code=code)
    if method.public.until:
        return errors.Restricted(
            f"restricted ports no longer offer it, since about RPC version {method.public.until}", code=code
        )
    return None
