# SPDX-License-Identifier: Apache-2.0
"""What the other nodes of a set say about this one's chain: who is ahead, who is as old, who is on another.

The answers never go round in circles. Only a sibling with more blocks, by its own word ready, holds a daemon back, so
the best one is held back by nobody. And whether all are equally old is read off their blocks' own timestamps, not off
verdicts that would depend on each other.
"""

from collections import Counter
from collections.abc import Iterator

from aiomonero.types.health import Status
from aiomonero.types.info import Info
from monero_exporter.catalogue import peers as families
from monero_exporter.catalogue.family import Sample
from monero_exporter.translate.observation import Observation, Sibling

MAX_LAG_BLOCKS = 2
"""Blocks that a daemon may lack: they arrive at different daemons at different moments."""

# No chain of an open network grows faster: so many blocks at once, since clocks differ, and so many times the usual.
_LEAP_BLOCKS = 60
_LEAP_RATE = 4

_STATES = ("ready", "unready", "unreachable")


def best_height(seen: Observation, info: Info, *, is_closed: bool) -> int:
    """Return the height of the best ready sibling, or 0 where there is none."""
    limit = None if is_closed else _most_blocks(seen, info)
    statuses = _of_network(seen, info)
    heights = [status.height for status in statuses if status.ready and status.height is not None]
    return max((height for height in heights if limit is None or height <= limit), default=0)


def are_all_as_old(seen: Observation, info: Info, *, fresh_since: float) -> bool:
    """Say whether a sibling has the same chain as this daemon, and none has a block since that time."""
    told = [
        (status.height, status.top_timestamp)
        for status in _of_network(seen, info)
        if status.height is not None and status.top_timestamp is not None
    ]
    is_accompanied = any(height >= info.height - MAX_LAG_BLOCKS for height, _ in told)
    return is_accompanied and all(timestamp < fresh_since for _, timestamp in told)


def forked(seen: Observation) -> tuple[str, ...]:
    """Return the names of siblings whose top block is not in this daemon's chain."""
    siblings = seen.siblings or ()
    return tuple(each.status.name or "one without a name" for each in siblings if each.is_forked and each.status)


def translate(seen: Observation) -> Iterator[Sample]:
    """Yield the samples of siblings; those that tell no name, as older exporters do, are only counted."""
    if not seen.siblings:
        return
    counts = Counter(_state(each) for each in seen.siblings)
    yield from (Sample(families.SIBLINGS, counts[state], (state,)) for state in _STATES)
    for sibling in seen.siblings:
        if sibling.status is not None and sibling.status.name:
            yield from _of_named(seen.info.answer, sibling, sibling.status)


def _of_named(info: Info | None, sibling: Sibling, status: Status) -> Iterator[Sample]:
    label = (status.name or "",)
    if info is not None and status.height is not None and status.network is info.network:
        yield Sample(families.SIBLING_HEIGHT_DIVERGENCE_BLOCKS, status.height - info.height, label)
    if sibling.is_forked is not None:
        yield Sample(families.SIBLING_FORKED, sibling.is_forked, label)


def _state(sibling: Sibling) -> str:
    if sibling.status is None:
        return "unreachable"
    return "ready" if sibling.status.ready else "unready"


def _of_network(seen: Observation, info: Info) -> list[Status]:
    statuses = (sibling.status for sibling in seen.siblings or ())
    return [status for status in statuses if status is not None and status.network is info.network]


def _most_blocks(seen: Observation, info: Info) -> float | None:
    """Return what an honest chain can have by now, so that a sibling's nonsense takes nobody out of service."""
    if seen.header is None or seen.header.answer is None:
        return None
    age_seconds = max(seen.observed_at - seen.header.answer.timestamp, 0)
    return info.height + _LEAP_BLOCKS + _LEAP_RATE * age_seconds / max(info.target_seconds, 1)
