# SPDX-License-Identifier: Apache-2.0
"""A session asks and is asked at the same time, and ends where nobody knows any more who speaks of what."""

import asyncio

import pytest

from aiomonero import errors
from aiomonero.p2p.client import Client
from aiomonero.p2p.session import Myself, Session
from aiomonero.protocol.levin import connection, framing, ping, support_flags, timed_sync
from aiomonero.protocol.levin.command import Command
from aiomonero.protocol.levin.header import Flag, Header, ReturnCode
from aiomonero.testing.scripted import ScriptedDialer, ScriptedStream, byte_by_byte
from aiomonero.types.network import Network
from tests.support import vectors

MYSELF = Myself.nobody(Network.REGTEST)


def answer(command: int, body: bytes) -> bytes:
    """Return a peer's answer."""
    return framing.encode(Header(command, 0, Flag.RESPONSE, ReturnCode.OK), body)


def question(command: int, body: bytes = b"") -> bytes:
    """Return a peer's question."""
    return connection.Connection().ask(command, body)


PONG = answer(Command.PING, ping.write(7))
HANDSHAKE = answer(Command.HANDSHAKE, vectors.exchange("0.18.5.3", "handshake")[1][0])


def session(stream: ScriptedStream, network: Network = Network.REGTEST) -> Session:
    """Return a session over a stream."""
    return Session(stream, network=network, myself=MYSELF, timeout_seconds=5, endpoint="peer:1")


def answers(sent: bytes) -> list[tuple[int, int, bytes]]:
    """Return the command, the return code and the body of each answer among what was sent."""
    frames = framing.Framer(lambda header: header.size_bytes).receive(sent)
    return [(head.command, head.return_code, body) for head, body in frames if head.flags & Flag.RESPONSE]


class Silence(ScriptedStream):
    """A peer that never says anything."""

    async def receive(self, limit_bytes: int = 1) -> bytes:
        """Wait for ever."""
        await asyncio.get_running_loop().create_future()
        return b""


class Hesitant(ScriptedStream):
    """A peer that says one thing, then nothing until it is asked."""

    async def receive(self, limit_bytes: int = 65536) -> bytes:
        """Say the next thing, the second only to who asked."""
        if len(self._script) == 1 and question(Command.PING, ping.request()) not in self.sent:
            await asyncio.get_running_loop().create_future()
        return await super().receive(limit_bytes)


async def test_answers_in_the_smallest_pieces() -> None:
    """One byte after the other makes a handshake, a ping, and flags."""
    flags = answer(Command.SUPPORT_FLAGS, support_flags.write(1))
    peer = session(ScriptedStream(*byte_by_byte(HANDSHAKE), *byte_by_byte(PONG), flags))

    told, peer_id, flag = await peer.handshake(), await peer.ping(), await peer.support_flags()

    assert (told.chain.height, peer_id, flag) == (78, 7, 1)


async def test_the_peers_questions_are_answered_while_ours_waits() -> None:
    """News, pings, flags and timed syncs come in between; what nobody knows is refused."""
    block = connection.Connection().tell(Command.NEW_BLOCK, bytes(1000))
    asked = [question(Command.PING), question(Command.SUPPORT_FLAGS), question(Command.TIMED_SYNC), question(4711)]
    stream = ScriptedStream(block + b"".join(asked) + PONG)

    assert await session(stream).ping() == 7

    pong, flags, sync, unknown = answers(stream.sent)
    assert MYSELF.node.peer_id == ping.read(pong[2])
    assert MYSELF.node.support_flags == support_flags.read(flags[2])
    assert MYSELF.chain == timed_sync.read(sync[2]).chain
    assert unknown == (4711, ReturnCode.UNKNOWN_COMMAND, b"")


async def test_serving_ends_when_the_peer_hangs_up() -> None:
    """Until then all its questions are answered."""
    stream = ScriptedStream(question(Command.PING), question(Command.PING))

    await session(stream).serve()

    assert len(answers(stream.sent)) == 2


async def test_serving_for_a_while_leaves_the_conversation_open() -> None:
    """Who serves and asks in turns stays connected."""
    peer = session(Hesitant(question(Command.PING), PONG))

    await peer.serve(0.001)

    assert await peer.ping() == 7


async def test_a_peer_that_never_speaks_is_not_served_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is given up as peers give each other up."""
    monkeypatch.setattr("aiomonero.p2p.session._IDLE_SECONDS", 0.001)

    with pytest.raises(errors.TimedOut):
        await session(Silence()).serve()


class Deaf(ScriptedStream):
    """A peer that asks and reads nothing of what it is sent."""

    async def send(self, data: bytes) -> None:
        """Wait for ever, as a full buffer makes us."""
        await asyncio.get_running_loop().create_future()


async def test_a_peer_that_asks_and_never_reads_is_not_served_for_ever() -> None:
    """Answers that nobody takes end the conversation."""
    peer = Session(Deaf(question(Command.PING)), network=Network.REGTEST, myself=MYSELF, timeout_seconds=0.001)

    async with asyncio.timeout(1):
        with pytest.raises(errors.TimedOut, match="takes nothing"):
            await peer.serve()


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (b"", errors.Closed),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n" + bytes(40), errors.RemoteProtocolError),
        (HANDSHAKE, errors.RemoteProtocolError),
        (errors.Closed("reset"), errors.Closed),
    ],
    ids=["hangs up", "no peer", "answers something else", "is cut off"],
)
async def test_a_failure_says_where_and_ends_the_conversation(
    said: bytes | errors.TransportError, error: type[errors.MoneroError]
) -> None:
    """The error names peer and question; afterwards nothing is asked any more."""
    peer = session(ScriptedStream(*([said] if said else []), PONG) if said else ScriptedStream())

    with pytest.raises(error) as failure:
        await peer.ping()
    with pytest.raises(errors.Closed):
        await peer.ping()

    assert (failure.value.endpoint, failure.value.method) == ("peer:1", "ping")


async def test_another_network_ends_the_conversation() -> None:
    """A peer of another network is none to talk to."""
    peer = session(ScriptedStream(HANDSHAKE, PONG), Network.TESTNET)

    with pytest.raises(errors.OtherNetwork):
        await peer.handshake()
    with pytest.raises(errors.Closed):
        await peer.ping()


async def test_silence_is_bounded() -> None:
    """No answer within the time is an error that says so."""
    peer = Session(Silence(), network=Network.REGTEST, myself=MYSELF, timeout_seconds=0.001)

    with pytest.raises(errors.TimedOut, match=r"has not answered the handshake within 0\.001 s"):
        await peer.handshake()


async def test_a_peer_of_another_network_may_just_hang_up() -> None:
    """Peers do so as soon as they read another network's id."""
    peer = session(ScriptedStream(), Network.TESTNET)

    with pytest.raises(errors.Closed, match="does it belong to testnet"):
        await peer.handshake()


async def test_a_cancelled_question_is_the_last() -> None:
    """Its answer would be taken for that of the next one."""
    peer = session(Silence())
    asking = asyncio.create_task(peer.ping())
    await asyncio.sleep(0)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)

    with pytest.raises(errors.Closed):
        await peer.ping()


async def test_questions_wait_for_their_turn() -> None:
    """Two at once are asked one after the other."""
    peer = session(ScriptedStream(PONG, answer(Command.SUPPORT_FLAGS, support_flags.write(1))))

    assert await asyncio.gather(peer.ping(), peer.support_flags()) == [7, 1]


async def test_a_client_hangs_up_after_its_question() -> None:
    """One connection for each question, closed also where it failed."""
    good, bad = ScriptedStream(PONG), ScriptedStream()
    dialer = ScriptedDialer(good, bad)
    client = Client("peer", 1, network=Network.REGTEST, dialer=dialer)

    assert await client.ping() == 7
    with pytest.raises(errors.Closed):
        await client.handshake()

    assert dialer.dialled == [("peer", 1)] * 2
    assert good.is_closed
    assert bad.is_closed


def test_nobody_is_somebody_else_each_time() -> None:
    """A peer takes its own id for a connection to itself, so ids are drawn."""
    assert Myself.nobody(Network.MAINNET).node.peer_id != Myself.nobody(Network.MAINNET).node.peer_id
