# SPDX-License-Identifier: Apache-2.0
"""A stream becomes messages, whatever pieces it comes in and whatever is hidden in it; hostile streams end early."""

import tracemalloc
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiomonero import errors
from aiomonero.protocol.levin import framing
from aiomonero.protocol.levin import header as headers
from aiomonero.protocol.levin.framing import Frame, Framer
from aiomonero.protocol.levin.header import Flag, Header

PIECE_BYTES = 100


def everything(header: Header) -> int | None:
    """Want every body, up to the limit of the stream."""
    return header.size_bytes


def nothing(header: Header) -> int | None:
    """Want no body."""
    return None


def message(body: bytes, command: int = 7) -> bytes:
    """Return a message with that body."""
    return framing.encode(Header(command, 0, Flag.REQUEST), body)


def bodies(framer: Framer, data: bytes) -> list[bytes]:
    """Return the bodies that come out of a framer."""
    return [frame.body for frame in framer.receive(data)]


@given(st.lists(st.binary(max_size=300), max_size=5), st.data())
def test_pieces_of_any_size(sent: list[bytes], data: st.DataObject) -> None:
    """Messages do not depend on how the network cut them, down to single bytes."""
    stream = b"".join(map(message, sent))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=20)))
    framer = Framer(everything)

    received = [body for begin, end in pairwise([0, *cuts, len(stream)]) for body in bodies(framer, stream[begin:end])]

    assert sent == received


def test_byte_by_byte() -> None:
    """The smallest pieces there are."""
    framer = Framer(everything)

    received = [body for byte in message(b"one") + message(b"") for body in bodies(framer, bytes([byte]))]

    assert received == [b"one", b""]


def test_fragments_become_the_message_they_were() -> None:
    """A message that was cut comes out whole, without its padding; noise and messages in between change nothing."""
    whole = message(bytes(range(250)))
    first, *rest = framing.fragments(whole, PIECE_BYTES)
    stream = b"".join([framing.noise(PIECE_BYTES), first, framing.noise(PIECE_BYTES), message(b"between"), *rest])

    assert [b"between", bytes(range(250))] == bodies(Framer(everything), stream)


def test_fragments_look_like_noise() -> None:
    """All frames have the size of noise."""
    pieces = framing.fragments(message(bytes(250)), PIECE_BYTES)

    assert {len(framing.noise(PIECE_BYTES))} == {len(piece) for piece in pieces}


def test_a_new_beginning_forgets_the_old_one() -> None:
    """A message that is begun again was not meant to be finished."""
    begun, _ = framing.fragments(message(bytes(PIECE_BYTES)), PIECE_BYTES + headers.SIZE_BYTES)
    stream = begun + b"".join(framing.fragments(message(b"x" * 150), PIECE_BYTES))

    assert bodies(Framer(everything), stream) == [b"x" * 150]


@pytest.mark.parametrize("size_bytes", [0, 32, 65])
def test_frames_without_room_are_not_made(size_bytes: int) -> None:
    """Noise has room for a header, fragments for two."""
    with pytest.raises(errors.LocalProtocolError):
        framing.fragments(message(bytes(200)), size_bytes)


def test_a_message_of_one_frame_is_not_cut() -> None:
    """It would not be understood."""
    with pytest.raises(errors.LocalProtocolError):
        framing.fragments(message(b""), PIECE_BYTES)


def test_an_unwanted_body_is_never_kept() -> None:
    """A block of many megabytes passes through a few kilobytes of memory, and what follows it is read."""
    chunk = bytes(64 * 1024)
    framer = Framer(lambda header: None if header.command == 7 else header.size_bytes)
    framer.limit_bytes = framing.LIMIT_BYTES
    begin = headers.encode(Header(7, 512 * len(chunk), Flag.REQUEST))

    tracemalloc.start()
    frames = [frame for data in [begin, *[chunk] * 512, message(b"after", 8)] for frame in framer.receive(data)]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert [Frame(Header(7, 0, Flag.REQUEST), b""), b"after"] == [frames[0], frames[1].body]
    assert peak < 8 * len(chunk)


def test_an_unwanted_message_in_fragments_is_told_without_its_body() -> None:
    """Whether cut or not, what nobody wants has no body."""
    stream = b"".join(framing.fragments(message(bytes(250)), PIECE_BYTES))

    assert bodies(Framer(nothing), stream) == [b""]


def piece(flags: int, body: bytes) -> bytes:
    """Return a frame that is no whole message."""
    return framing.encode(Header(0, 0, flags), body)


HOSTILE = {
    "garbage": bytes(33),
    "length before the handshake larger than allowed": headers.encode(Header(7, 256 * 1024 + 1, Flag.REQUEST)),
    "length of 2**63": headers.encode(Header(7, 2**63, Flag.REQUEST)),
    "noise longer than allowed": headers.encode(Header(0, 2**40, Flag.BEGIN | Flag.END)),
    "fragments too short for a header": piece(Flag.BEGIN, b"a") + piece(Flag.END, b"b"),
    "end without a beginning": piece(Flag.END, b"a"),
    "fragments of garbage": piece(Flag.BEGIN, bytes(40)) + piece(Flag.END, b""),
    "fragments of fragments": piece(Flag.BEGIN, piece(Flag.BEGIN, b"")) + piece(Flag.END, b""),
    "fragments that end early": piece(Flag.BEGIN, headers.encode(Header(7, 9, 1))) + piece(Flag.END, b"12345678"),
    "endless fragments": piece(0, bytes(1024)) * 300,
}


@pytest.mark.parametrize("attack", HOSTILE)
def test_hostile_stream_is_refused(attack: str) -> None:
    """Every trick ends in our own error."""
    with pytest.raises(errors.RemoteProtocolError):
        list(Framer(everything).receive(HOSTILE[attack]))


def test_a_body_longer_than_wanted_is_refused_at_its_header() -> None:
    """The rest is not waited for."""
    with pytest.raises(errors.RemoteProtocolError):
        list(Framer(lambda header: 10).receive(headers.encode(Header(7, 11, Flag.REQUEST))))
