# SPDX-License-Identifier: Apache-2.0
"""A conversation keeps apart what was asked, what was answered and what is only told."""

import pytest

from aiomonero import errors
from aiomonero.protocol.levin import framing
from aiomonero.protocol.levin import header as headers
from aiomonero.protocol.levin.command import Command
from aiomonero.protocol.levin.connection import Answer, Connection, News, Request
from aiomonero.protocol.levin.header import Flag, Header, ReturnCode


def events(conversation: Connection, *messages: bytes) -> list[object]:
    """Return what messages mean."""
    return list(conversation.receive(b"".join(messages)))


def answer(command: int, body: bytes = b"", code: int = ReturnCode.OK) -> bytes:
    """Return an answer."""
    return framing.encode(Header(command, 0, Flag.RESPONSE, code), body)


def test_two_sides_understand_each_other() -> None:
    """What one asks the other is asked, and what that answers the first one hears."""
    here, there = Connection(), Connection()

    (asked,) = there.receive(here.ask(Command.PING, b"question"))
    assert isinstance(asked, Request)
    (answered,) = here.receive(there.answer(asked, b"answer"))

    assert Request(Command.PING, b"question") == asked
    assert Answer(Command.PING, b"answer") == answered


def test_answers_come_in_the_order_of_the_questions() -> None:
    """Two open questions are answered one after the other, with the peer's own question in between."""
    here, there = Connection(), Connection()
    here.ask(Command.PING, b"")
    here.ask(Command.SUPPORT_FLAGS, b"")

    heard = events(here, answer(Command.PING), there.ask(Command.TIMED_SYNC, b"?"), answer(Command.SUPPORT_FLAGS))

    assert [Answer(Command.PING, b""), Request(Command.TIMED_SYNC, b"?"), Answer(Command.SUPPORT_FLAGS, b"")] == heard


def test_news_are_not_read() -> None:
    """A block that somebody tells of is known to have come, and no more."""
    heard = events(Connection(), Connection().tell(Command.NEW_FLUFFY_BLOCK, bytes(1000)))

    assert [News(Command.NEW_FLUFFY_BLOCK)] == heard


def test_questions_that_nobody_knows_come_without_their_body() -> None:
    """They can be refused without being read, and the peer hears that."""
    here, there = Connection(), Connection()

    (asked,) = here.receive(there.ask(4711, bytes(1000)))

    assert Request(4711, b"") == asked
    with pytest.raises(errors.RemoteProtocolError, match="-6"):
        events(there, here.refuse(asked))


@pytest.mark.parametrize(
    "said",
    [
        answer(Command.HANDSHAKE),
        answer(Command.PING) * 2,
        answer(Command.PING, code=-1),
        answer(Command.PING, bytes(5000)),
    ],
    ids=["another answer", "answered twice", "failed", "longer than a ping can be"],
)
def test_answers_out_of_place_end_the_conversation(said: bytes) -> None:
    """Nobody could tell whose answer comes next."""
    conversation = Connection()
    conversation.ask(Command.PING, b"")

    with pytest.raises(errors.RemoteProtocolError):
        events(conversation, said)


def test_long_messages_come_after_the_handshake_only() -> None:
    """Before it a stranger has no reason to send a block."""
    block = headers.encode(Header(Command.NEW_BLOCK, 1_000_000, Flag.REQUEST))
    conversation = Connection()

    with pytest.raises(errors.RemoteProtocolError):
        events(Connection(), block)
    conversation.ask(Command.HANDSHAKE, b"")
    heard = events(conversation, answer(Command.HANDSHAKE), block)

    assert [Answer(Command.HANDSHAKE, b""), News(Command.NEW_BLOCK)] == heard


def test_open_questions_are_bounded() -> None:
    """Who asks on and on without an answer has a bug."""
    conversation = Connection()
    for _ in range(16):
        conversation.ask(Command.PING, b"")

    with pytest.raises(errors.LocalProtocolError):
        conversation.ask(Command.PING, b"")
