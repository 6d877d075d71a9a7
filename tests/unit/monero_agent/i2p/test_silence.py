# SPDX-License-Identifier: Apache-2.0
"""Who was asked and does not answer: when his lease set is looked up anew, and when a stream is over."""

import itertools

import pytest

from monero_agent.i2p.silence import CLOSE_SECONDS, RENEW_SECONDS, Silence
from monero_agent.i2p.traffic import Stream, Traffic

LOST, OTHER = "a" * 52, "b" * 52
EVERY = 5.0


@pytest.fixture
def silence():
    """What was seen of nobody yet."""
    return Silence()


def _stream(name="1", *, remote=LOST, received=0, unacknowledged=0):
    return Stream(name, remote, received, unacknowledged, f"close {name}")


def _traffic(*streams, known=(LOST, OTHER)):
    return Traffic(streams, {remote: f"renew {remote[0]}" for remote in known})


def _followed(silence, traffic, *, start=0.0, seconds):
    """Return when which links were followed where there is the same at every look."""
    times = itertools.takewhile(lambda now: now <= start + seconds, itertools.count(start, EVERY))
    return [(link, now) for now in times for link in silence.hear(traffic, now)]


def test_who_does_not_answer_is_looked_up_anew_again_and_again_and_the_stream_ends(silence):
    """Sooner than i2pd gives up, and no more often than it can answer."""
    silence.hear(_traffic(_stream(received=900)), 0.0)

    followed = _followed(silence, _traffic(_stream(received=900, unacknowledged=1)), start=5.0, seconds=45.0)

    assert followed == [
        ("renew a", 5.0 + RENEW_SECONDS),
        ("renew a", 5.0 + 2 * RENEW_SECONDS),
        ("close 1", 5.0 + CLOSE_SECONDS),
    ]


def test_who_is_asked_nothing_may_be_silent(silence):
    """A connection without traffic is none that broke."""
    assert _followed(silence, _traffic(_stream(received=900)), seconds=600.0) == []


def test_who_answers_something_is_there(silence):
    """Even where at each look something is on its way."""
    for step in range(40):
        assert silence.hear(_traffic(_stream(received=900 + step, unacknowledged=3)), step * EVERY) == []


def test_an_answer_begins_the_wait_anew(silence):
    """What was late is not held against what comes next."""
    asked = _traffic(_stream(received=900, unacknowledged=1))
    silence.hear(_traffic(_stream(received=900)), 0.0)
    assert _followed(silence, asked, start=5.0, seconds=15.0) == []
    silence.hear(_traffic(_stream(received=950, unacknowledged=1)), 25.0)

    later = _traffic(_stream(received=950, unacknowledged=1))
    assert _followed(silence, later, start=30.0, seconds=30.0) == [("renew a", 30.0 + RENEW_SECONDS)]


def test_dialing_in_vain_is_asking_too(silence):
    """monerod hangs up after five seconds, dials again a little later, and no stream is as old as the silence."""
    links = []
    for step in range(12):
        dialed = [_stream(str(step), unacknowledged=1)] if step % 2 == 0 else []
        links += [(link, step * EVERY) for link in silence.hear(_traffic(*dialed), step * EVERY)]

    assert links == [("renew a", 20.0), ("renew a", 40.0)]


def test_a_stream_that_was_left_behind_ends_though_another_one_works(silence):
    """The other router of a destination that answers is no way for the first one's stream."""
    for step in range(10):
        left, works = _stream(unacknowledged=1), _stream("2", received=step + 1)
        expected = ["close 1"] if step * EVERY == CLOSE_SECONDS else []
        assert silence.hear(_traffic(left, works), step * EVERY) == expected


def test_others_are_left_alone(silence):
    """One that is lost is not all."""
    both = _traffic(_stream(unacknowledged=1), _stream("2", remote=OTHER))

    assert {link for link, _ in _followed(silence, both, seconds=300.0)} == {"renew a", "close 1"}


def test_one_whom_nothing_is_known_of_is_looked_up_by_i2pd_itself(silence):
    """And he is forgotten with his streams."""
    assert _followed(silence, _traffic(_stream(unacknowledged=1), known=()), seconds=40.0) == []
    silence.hear(_traffic(known=()), 45.0)

    assert silence.hear(_traffic(_stream("2", unacknowledged=1)), 50.0) == []
