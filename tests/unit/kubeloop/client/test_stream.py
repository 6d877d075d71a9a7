# SPDX-License-Identifier: Apache-2.0
"""The body of a watch: chunks of any size, and what a hostile or broken server may send."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kubeloop import errors
from kubeloop.client import stream

LINES = [b'{"type":"ADDED","object":{"a":1}}', b"", b'{"type":"BOOKMARK","object":{}}']


@given(st.lists(st.integers(0, 70), max_size=10))
def test_lines_do_not_depend_on_the_chunks(cuts):
    """However the network cuts the stream, the lines are the same."""
    whole = b"\n".join(LINES) + b"\n"
    places = [0, *sorted(cuts), len(whole)]
    cutter = stream.Lines()
    lines = [line for start, end in itertools.pairwise(places) for line in cutter.feed(whole[start:end])]

    assert lines == LINES


def test_line_without_end():
    """A line that never ends is refused before it fills the memory."""
    cutter = stream.Lines(max_bytes=100)
    for _ in range(10):
        assert list(cutter.feed(b"x" * 10)) == []

    with pytest.raises(errors.Undecodable):
        list(cutter.feed(b"x"))


def test_event_has_its_type_and_its_object_undecoded():
    """Whoever asked knows the struct."""
    event = stream.event(LINES[0])

    assert (event.type, bytes(event.object)) == ("ADDED", b'{"a":1}')


def test_expired_version_is_gone():
    """410 comes as an event when the watch has begun already."""
    with pytest.raises(errors.Gone, match="too old"):
        stream.event(b'{"type":"ERROR","object":{"code":410,"reason":"Expired","message":"too old"}}')


@pytest.mark.parametrize("line", [b"", b"[]", b'{"type":"ADDED"}', b'{"type":"EXPLODED","object":{}}', b"\xff\xfe"])
def test_line_that_is_no_event(line):
    """Nonsense has one error."""
    with pytest.raises(errors.Undecodable):
        stream.event(line)
