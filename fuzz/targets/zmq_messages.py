# SPDX-License-Identifier: Apache-2.0
"""Messages of monerod's ZMQ publisher, one per line, and what is told to be missing between them."""

from collections.abc import Iterable

from aiomonero import errors
from aiomonero.protocol import zmqpub
from aiomonero.types.publication import FullBlocks, NewBlocks
from aiomonero.zmq.continuity import REMEMBERED, Continuity
from aiomonero.zmq.notice import Missed, Reorganized
from fuzz.target import Target
from tests.support import vectors


def _read(data: bytes) -> None:
    chain = Continuity(wants_full=True)
    for frame in data.split(b"\n"):
        try:
            published = zmqpub.decode(frame)
        except errors.RemoteProtocolError:
            continue
        told: list[Missed | Reorganized] = []
        if isinstance(published, NewBlocks):
            told = chain.minimal(published)
        elif isinstance(published, FullBlocks):
            told = chain.full(published)
        assert all(each.last_height >= each.first_height for each in told if isinstance(each, Missed))
        assert chain.remembered <= REMEMBERED


def _seeds() -> Iterable[bytes]:
    messages = [vectors.publication(version, topic) for version, topic in vectors.publications()]
    return [*messages, b"\n".join(message for message in messages if b"chain_main:" in message)]


TARGET = Target(_read, (errors.RemoteProtocolError,), _seeds)
