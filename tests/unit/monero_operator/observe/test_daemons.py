# SPDX-License-Identifier: Apache-2.0
"""What of a daemon's health is news, and when to ask again soon."""

import msgspec
import pytest

from aiomonero.types.health import Status
from kubeloop.testing import clock
from monero_operator.observe.daemons import Daemons
from tests.support import build


class Exporter:
    """Answers with one status, and remembers whom it was taken for."""

    def __init__(self, status):
        self.status = status
        self.urls = []

    async def get(self, url, *, timeout_seconds, limit_bytes=0):
        self.urls.append(url)
        return msgspec.json.encode(self.status)


def daemons(exporter=None):
    """Return the poll over an exporter."""
    return Daemons(exporter, interval_seconds=15.0, clock=lambda: build.NOW)


def test_the_exporter_is_asked_for_its_status():
    """The answer of `/status`."""
    exporter = Exporter(build.status())

    assert clock.run(daemons(exporter).fetch("http://10.0.0.1:9000")) == build.status()
    assert exporter.urls == ["http://10.0.0.1:9000/status"]


def test_the_time_of_an_observation_is_no_news():
    """All else is."""
    poll = daemons()

    assert poll.news(Status(height=1, observed_at=1)) == poll.news(Status(height=1, observed_at=2))
    assert poll.news(Status(height=1)) != poll.news(Status(height=2))


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (None, Status(ready=True, height=1), True),
        (Status(ready=True, height=1), Status(ready=True, height=1), False),
        (Status(ready=True, height=1), Status(ready=True, height=2), True),
        (Status(ready=False, height=1), Status(ready=False, height=1), True),
    ],
)
def test_a_daemon_moves_while_it_is_not_ready_or_grows(before, now, expected):
    """Such a daemon is asked again soon."""
    assert daemons().moves(before, now) == expected
