# SPDX-License-Identifier: Apache-2.0
"""Who was asked and does not answer, for how long, and which links of the console are to be followed then: pure."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from monero_agent.i2p.traffic import Stream, Traffic

RENEW_SECONDS = 20.0
"""i2pd sends again after 9 s, by another tunnel. Whoever has not answered that either may have moved: his lease set is
looked up anew, and again after so long."""
CLOSE_SECONDS = 45.0
"""A stream by which nothing came for so long, though it was asked to, is over; i2pd itself waits twice as long."""


class Silence:
    """What was seen of the streams of one local destination. Times are of a clock that only goes forward."""

    def __init__(self) -> None:
        self._received: dict[str, int] = {}
        self._since: dict[str, float] = {}
        """By the name of a stream, or of the destination at its other end."""

    def hear(self, traffic: Traffic, now: float) -> list[str]:
        """Take in what there is now, and return the links to follow."""
        links = [*self._over(traffic.streams, now), *self._moved(traffic, now)]
        self._received = {stream.name: stream.received for stream in traffic.streams}
        there = {*self._received, *traffic.renewing, *(stream.remote for stream in traffic.streams)}
        self._since = {name: since for name, since in self._since.items() if name in there}
        return links

    def _over(self, streams: Iterable[Stream], now: float) -> Iterator[str]:
        for stream in streams:
            if self._is_silent(stream.name, [stream], now, CLOSE_SECONDS):
                yield stream.closing

    def _moved(self, traffic: Traffic, now: float) -> Iterator[str]:
        for remote, streams in groupby(sorted(traffic.streams, key=_remote), key=_remote):
            if self._is_silent(remote, list(streams), now, RENEW_SECONDS) and remote in traffic.renewing:
                self._since[remote] = now
                yield traffic.renewing[remote]

    def _is_silent(self, name: str, streams: list[Stream], now: float, seconds: float) -> bool:
        """Tell whether nothing has come by these for so long, and something is asked now; being idle is no silence."""
        if any(stream.received > self._received.get(stream.name, 0) for stream in streams):
            self._since.pop(name, None)
            return False
        return any(stream.unacknowledged for stream in streams) and now - self._since.setdefault(name, now) >= seconds


def _remote(stream: Stream) -> str:
    return stream.remote
