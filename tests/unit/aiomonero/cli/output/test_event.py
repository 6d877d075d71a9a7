# SPDX-License-Identifier: Apache-2.0
"""What people and programs see of publications and notices."""

import json
import typing

import msgspec
import pytest

from aiomonero import errors
from aiomonero.cli.output import event as events
from aiomonero.protocol import zmqpub
from aiomonero.zmq import notice
from tests.support import vectors

NOTICES = [
    notice.Missed(11, 13, 64 * "a"),
    notice.Reorganized(10, 2),
    notice.Disconnected("the publisher closed the connection"),
    notice.Reconnected(),
    notice.Overflowed(7),
    notice.Silent(90.0),
    notice.Undecodable(errors.RemoteProtocolError("not what the topic carries")),
]


@pytest.mark.parametrize(("version", "topic"), vectors.publications())
def test_a_publication_is_recorded_as_the_daemon_wrote_it(version: str, topic: str) -> None:
    """Under its topic, with the daemon's own names."""
    frame = vectors.publication(version, topic)

    record = events.record(zmqpub.decode(frame))

    sent = json.loads(frame.partition(b":")[2])
    assert {"topic": topic, "data": sent} == json.loads(msgspec.json.encode(record))


@pytest.mark.parametrize(("version", "topic"), vectors.publications())
def test_every_publication_has_a_sentence(version: str, topic: str) -> None:
    """A person reads at least what it is about."""
    sentence = events.sentence(zmqpub.decode(vectors.publication(version, topic)))

    assert sentence.startswith(("block 77 ", "transaction ", "miners work on block 78: difficulty 1"))


@pytest.mark.parametrize("event", NOTICES, ids=[type(each).__name__ for each in NOTICES])
def test_every_notice_has_a_sentence_and_a_record(event: notice.Notice) -> None:
    """A program recognizes it by its name, and all of it becomes JSON."""
    assert events.sentence(event)
    assert type(event).__name__.lower() == json.loads(msgspec.json.encode(events.record(event)))["notice"]


def test_no_kind_of_notice_is_forgotten() -> None:
    """The list above has every one of them."""
    assert {type(each) for each in NOTICES} == set(typing.get_args(notice.Notice))


def test_missed_blocks_are_told_by_their_heights() -> None:
    """To both."""
    missed = NOTICES[0]

    assert events.sentence(missed) == "missed blocks 11 to 13"
    assert events.record(missed) == {"notice": "missed", "first_height": 11, "last_height": 13, "after_hash": 64 * "a"}
