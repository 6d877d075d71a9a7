# SPDX-License-Identifier: Apache-2.0
"""One connection to one peer: asks it, and answers what it asks meanwhile, as peers must to be kept.

One question at a time; others wait. After an error the conversation is over and nothing can be asked any more. There
are no tasks in the background: the peer is heard while a question waits for its answer, and while `serve` runs.
"""

import asyncio
import contextlib
import functools
import math
import secrets
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

import msgspec

from aiomonero import errors
from aiomonero.protocol.levin import chain, connection, handshake, ping, support_flags, timed_sync
from aiomonero.protocol.levin.command import Command
from aiomonero.transport.base import ByteStream
from aiomonero.types import p2p
from aiomonero.types.network import Network
from aiomonero.types.p2p import ChainState, Handshake, PeerNode, TimedSync

Result = TypeVar("Result")

_CHUNK_BYTES = 64 * 1024
_IDLE_SECONDS = 300.0
"""After so long monerod, which asks every minute, gives a silent peer up too (cryptonote_protocol_handler.inl)."""


class Myself(msgspec.Struct, frozen=True, kw_only=True):
    """What peers are told about this side; by default that of a peer who cannot be visited and has the first block."""

    node: PeerNode
    chain: ChainState

    @classmethod
    def nobody(cls, network: Network) -> "Myself":
        """Return one with a peer id of its own: a peer takes its own id for a connection to itself."""
        node = PeerNode(peer_id=secrets.randbits(64), support_flags=p2p.FLUFFY_BLOCKS)
        return cls(node=node, chain=chain.genesis(network))


class Session:
    """A conversation over an open stream; who opened the stream closes it."""

    def __init__(
        self, stream: ByteStream, *, network: Network, myself: Myself, timeout_seconds: float, endpoint: str = ""
    ) -> None:
        self._stream = stream
        self._network = network
        self._myself = myself
        self._timeout_seconds = timeout_seconds
        self._endpoint = endpoint
        self._connection = connection.Connection()
        self._turn = asyncio.Lock()
        self._is_over = False

    async def handshake(self) -> Handshake:
        """Introduce this side and learn who the peer is; raises OtherNetwork where it is none of ours."""
        ours = Handshake(node=self._myself.node, chain=self._myself.chain)
        body = handshake.write(self._network, ours)
        return await self._ask(Command.HANDSHAKE, body, functools.partial(handshake.read, self._network))

    async def timed_sync(self) -> TimedSync:
        """Ask for the peer's chain of now, and for peers that it did not tell before; wants a handshake first."""
        return await self._ask(Command.TIMED_SYNC, timed_sync.write(self._sync()), timed_sync.read)

    async def ping(self) -> int:
        """Return the peer's id; works without a handshake."""
        return await self._ask(Command.PING, ping.request(), ping.read)

    async def support_flags(self) -> int:
        """Return what the peer understands beyond the beginnings, such as `types.p2p.FLUFFY_BLOCKS`."""
        return await self._ask(Command.SUPPORT_FLAGS, support_flags.request(), support_flags.read)

    async def serve(self, seconds: float = math.inf) -> None:
        """Answer what the peer asks for so long, or until it hangs up; raises TimedOut where it says nothing at all.

        Questions wait until then. Whoever wants to stay serves and asks in turns, for instance a timed sync a minute.
        """
        now = asyncio.get_running_loop().time
        ends_at = now() + seconds
        async with self._talking("serve"):
            while now() < ends_at:
                try:
                    async with asyncio.timeout_at(min(ends_at, now() + _IDLE_SECONDS)):
                        chunk = await self._stream.receive(_CHUNK_BYTES)
                except TimeoutError:
                    if now() < ends_at:
                        raise
                    return
                if not chunk:
                    return
                await self._serve_chunk(chunk)

    async def _serve_chunk(self, chunk: bytes) -> None:
        """Answer the questions among it, but not for ever one who asks and never reads."""
        try:
            async with asyncio.timeout(self._timeout_seconds):
                await self._take(chunk)
        except TimeoutError as error:
            raise errors.TimedOut("the peer takes nothing from us any more") from error

    async def _ask(self, command: Command, body: bytes, read: Callable[[bytes], Result]) -> Result:
        async with self._talking(command.name.lower()), asyncio.timeout(self._timeout_seconds):
            await self._stream.send(self._connection.ask(command, body))
            while chunk := await self._stream.receive(_CHUNK_BYTES):
                if (answer := await self._take(chunk)) is not None:
                    return read(answer.body)
            raise errors.Closed(f"the peer hung up instead of answering: does it belong to {self._network}?")

    async def _take(self, chunk: bytes) -> connection.Answer | None:
        """Answer the peer's questions among what came, and return its answer to ours, if it is there."""
        answer = None
        for event in self._connection.receive(chunk):
            if isinstance(event, connection.Request):
                await self._stream.send(self._response(event))
            elif isinstance(event, connection.Answer):
                answer = event
        return answer

    def _response(self, request: connection.Request) -> bytes:
        node = self._myself.node
        match request.command:
            case Command.PING:
                body = ping.write(node.peer_id)
            case Command.SUPPORT_FLAGS:
                body = support_flags.write(node.support_flags)
            case Command.TIMED_SYNC:
                body = timed_sync.write(self._sync())
            case _:
                return self._connection.refuse(request)
        return self._connection.answer(request, body)

    def _sync(self) -> TimedSync:
        return TimedSync(chain=self._myself.chain)

    @contextlib.asynccontextmanager
    async def _talking(self, method: str) -> AsyncIterator[None]:
        """Wait for this side's turn; a turn that does not end well, also a cancelled one, is the last."""
        async with self._turn:
            if self._is_over:
                raise errors.Closed("the conversation is over", endpoint=self._endpoint, method=method)
            self._is_over = True
            try:
                yield
            except TimeoutError as error:
                late = f"the peer has not answered the {method.replace('_', ' ')} within {self._timeout_seconds:g} s"
                reason = "the peer says nothing more" if method == "serve" else late
                raise errors.TimedOut(reason, endpoint=self._endpoint, method=method) from error
            except errors.MoneroError as error:
                raise error.located(endpoint=self._endpoint, method=method) from error.cause
            self._is_over = False
