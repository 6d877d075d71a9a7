# SPDX-License-Identifier: Apache-2.0
"""Answers that are still good, so that a source is asked no more often than its answer changes."""

import dataclasses
from typing import Any

from aiomonero.types.info import Info
from monero_exporter.scrape.sources import REFUSED_SECONDS, Every, Source
from monero_exporter.translate.observation import Seen


@dataclasses.dataclass(frozen=True, slots=True)
class _Remembered:
    seen: Seen[Any]
    at_seconds: float
    chains: tuple[str, int]


class Memory:
    """What the daemon answered lately; a restart of the daemon, or another one in its place, empties it."""

    def __init__(self) -> None:
        self._remembered: dict[str, _Remembered] = {}
        self._incarnation: tuple[int, str] | None = None

    def notice(self, info: Info) -> None:
        """Forget everything where this is not the daemon of before."""
        incarnation = (info.start_time, info.version)
        if incarnation != self._incarnation:
            self._remembered.clear()
            self._incarnation = incarnation

    def recall(self, source: Source, info: Info, now_seconds: float) -> Seen[Any] | None:
        """Return what is still good of a source."""
        remembered = self._remembered.get(source.name)
        if remembered is None:
            return None
        age_seconds = now_seconds - remembered.at_seconds
        if remembered.seen.answer is None:
            return remembered.seen if not remembered.seen.is_offered and age_seconds < REFUSED_SECONDS else None
        if source.every is Every.BLOCK:
            return remembered.seen if remembered.chains == _chains(info) else None
        return remembered.seen if age_seconds < source.every.value else None

    def keep(self, source: Source, seen: Seen[Any], info: Info, now_seconds: float) -> None:
        """Remember what a source said, or that it is not offered."""
        self._remembered[source.name] = _Remembered(seen, now_seconds, _chains(info))


def _chains(info: Info) -> tuple[str, int]:
    # A block beside the main chain does not change its top.
    return info.top_block_hash, info.alt_blocks_count
