# SPDX-License-Identifier: Apache-2.0
"""What real miners say of themselves, and what is made of it."""

import pytest

from aiomonero import errors
from kubeloop.testing import clock
from monero_operator.facts import Mining
from monero_operator.observe.miners import Miners
from tests.support import build, vectors

URL = "http://10.0.0.1:8600"


class Xmrig:
    """Answers with these bytes, and remembers what it was asked for."""

    def __init__(self, document):
        self.document = document
        self.urls = []

    async def get(self, url, *, timeout_seconds, limit_bytes=0):
        self.urls.append(url)
        return self.document


def miners(xmrig=None):
    """Return the poll over one miner."""
    return Miners(xmrig, interval_seconds=15.0, clock=lambda: build.NOW)


@pytest.mark.parametrize(
    ("version", "name", "expected"), [("6.22.2", "mining", True), ("6.26.0", "mining", True), ("6.22.2", "idle", False)]
)
def test_a_miner_says_whether_it_has_somebody_to_work_for(version, name, expected):
    """The same field in every version that is known."""
    xmrig = Xmrig(vectors.summary(version, name))

    assert clock.run(miners(xmrig).fetch(URL)) == Mining(is_connected=expected, has_worked=expected)
    assert xmrig.urls == ["http://10.0.0.1:8600/2/summary"]


@pytest.mark.parametrize("document", [b"", b"\xff", b"[]", b'{"connection": null}', b'{"error": "forbidden"}'])
def test_nonsense_is_an_error_that_names_the_miner(document):
    """Somebody else may listen on the port."""
    with pytest.raises(errors.RemoteProtocolError, match=r"http://10\.0\.0\.1:8600/2/summary: not a summary of xmrig"):
        clock.run(miners(Xmrig(document)).fetch(URL))


def test_a_miner_is_asked_again_soon_when_it_found_or_lost_a_pool():
    """Otherwise less and less often."""
    idle, busy = Mining(is_connected=False), Mining(is_connected=True)
    poll = miners()

    assert [poll.moves(None, idle), poll.moves(idle, busy), poll.moves(busy, busy)] == [True, True, False]
    assert poll.news(idle) != poll.news(busy)
