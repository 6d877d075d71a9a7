# SPDX-License-Identifier: Apache-2.0
"""Pages of a destination that leads out, while the other end answers and after it was killed (see PROVENANCE.md)."""

from pathlib import Path

import pytest

from monero_agent.i2p import traffic

VECTORS = Path(__file__).parents[3] / "vectors/i2pd"


@pytest.fixture(params=["2.56.0", "2.59.0"])
def version(request):
    """Each version in turn."""
    return request.param


def _read(version, name):
    return traffic.read((VECTORS / version / f"destination-{name}.html").read_text())


def test_a_stream_that_is_answered_waits_for_nothing(version):
    """Bytes came, and each packet was acknowledged."""
    (stream,) = _read(version, "answered").streams

    assert stream.received > 0
    assert stream.unacknowledged == 0
    assert len(stream.remote) == 52


def test_a_stream_whose_other_end_was_killed_waits(version):
    """Nothing came since, and one packet is on its way."""
    (before,) = _read(version, "answered").streams
    (after,) = _read(version, "unanswered").streams

    assert (after.name, after.remote, after.received) == (before.name, before.remote, before.received)
    assert after.unacknowledged == 1


def test_links_end_a_stream_and_have_the_other_end_looked_up(version):
    """They are of this page, as their token lasts half a minute."""
    told = _read(version, "unanswered")
    (stream,) = told.streams
    (own,) = {each.partition("b32=")[2][:52] for each in (stream.closing, told.renewing[stream.remote])}

    assert stream.closing.startswith(f"/?cmd=closestream&b32={own}&streamID={stream.name}&token=")
    assert told.renewing[stream.remote].startswith(f"/?cmd=expirelease&b32={own}&lease={stream.remote}&token=")
    assert own != stream.remote


@pytest.mark.parametrize("name", ["", "without-tunnels"])
def test_a_destination_without_streams_has_none(name):
    """Nor does a page that says something else."""
    page = (VECTORS / f"2.56.0/destination-{name}.html").read_text() if name else "<b>ERROR</b>"

    assert traffic.read(page).streams == ()
    assert traffic.read(page).renewing == {}
