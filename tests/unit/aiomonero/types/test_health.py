# SPDX-License-Identifier: Apache-2.0
"""The `/status` document: what is promised to exporters and operators of other ages."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiomonero import Network, errors
from aiomonero.types import health

counts = st.none() | st.integers(0, 2**63)
texts = st.none() | st.text()
statuses = st.builds(
    health.Status,
    name=texts,
    version=texts,
    network=st.none() | st.sampled_from(Network),
    height=counts,
    target_height=counts,
    top_hash=texts,
    top_timestamp=counts,
    synced=st.booleans(),
    ready=st.booleans(),
    reasons=st.lists(st.builds(health.Reason, st.text(), st.text()), max_size=3).map(tuple),
    peers_in=counts,
    peers_out=counts,
    started_at=counts,
    observed_at=counts,
)

HOSTILE = [
    pytest.param(b"", id="nothing"),
    pytest.param(b"[]", id="another shape"),
    pytest.param(b"<html>", id="not JSON"),
    pytest.param(b'{"height":"much"}', id="a member of another type"),
    pytest.param(b'{"version":"\xff"}', id="not UTF-8"),
    pytest.param(b'{"mood":' + b"[" * 60_000, id="nested deeper than the stack"),
]


@given(statuses)
def test_a_status_survives_the_way_through_json(status: health.Status) -> None:
    """Decoding what was encoded gives the same status."""
    assert health.decode(health.encode(status)) == status


def test_the_members_keep_their_names() -> None:
    """The names on the wire are a promise to programs that are not ours."""
    expected = (
        "schema name version network height targetHeight topHash topTimestamp synced ready reasons"
        " peersIn peersOut startedAt observedAt tor i2p"
    )

    assert list(json.loads(health.encode(health.Status()))) == expected.split()


def test_a_newer_exporter_may_say_more() -> None:
    """Members that this version does not know are ignored, also inside a reason."""
    status = health.decode(b'{"schema":1,"mood":"good","ready":true,"reasons":[{"code":"X","message":"y","help":"z"}]}')

    assert status == health.Status(ready=True, reasons=(health.Reason("X", "y"),))


def test_an_older_exporter_may_say_less() -> None:
    """What is not told is unknown and, where it matters, not good."""
    status = health.decode(b'{"schema":1}')

    assert (status.ready, status.synced, status.height) == (False, False, None)


@pytest.mark.parametrize("document", HOSTILE)
def test_what_is_no_status_is_the_remote_sides_fault(document: bytes) -> None:
    """Whatever answers at an exporter's port, the reader gets one kind of error."""
    with pytest.raises(errors.RemoteProtocolError):
        health.decode(document)
