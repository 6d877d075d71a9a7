# SPDX-License-Identifier: Apache-2.0
"""The exporter itself: its sources, which answered and how long that took, its collections, its process."""

import dataclasses
from collections.abc import Iterator
from typing import Any, NamedTuple

from monero_exporter.catalogue import exporter as families
from monero_exporter.catalogue import process
from monero_exporter.catalogue.family import Sample
from monero_exporter.translate.distribution import Histogram
from monero_exporter.translate.observation import Details, Observation, Seen


class Usage(NamedTuple):
    """What the exporter's process uses. `started_at` is in Unix seconds, `most_files` None where there is no limit."""

    cpu_seconds: float
    resident_bytes: int
    virtual_bytes: int
    started_at: float
    open_files: int
    most_files: int | None


def translate(seen: Observation, details: Details) -> Iterator[Sample]:
    """Yield the samples of each source that was asked."""
    for part in (seen, details):
        for field in dataclasses.fields(part):
            source = getattr(part, field.name)
            if isinstance(source, Seen) and source.is_asked:
                yield from _of_source(field.name, source)


def _of_source(name: str, source: Seen[Any]) -> Iterator[Sample]:
    yield Sample(families.EXPORTER_SOURCE_OFFERED, source.is_offered, (name,))
    if source.is_offered:
        yield Sample(families.EXPORTER_SOURCE_UP, source.answer is not None, (name,))
    yield Sample(families.EXPORTER_SOURCE_DURATION_SECONDS, source.duration_seconds, (name,))


def of_collections(durations: Histogram) -> Iterator[Sample]:
    """Yield the samples of all collections so far."""
    yield Sample(families.EXPORTER_COLLECTIONS_TOTAL, sum(durations.counts))
    yield from durations.samples(families.EXPORTER_COLLECTION_DURATION_SECONDS)


def of_process(version: str, usage: Usage | None) -> Iterator[Sample]:
    """Yield the samples of the process, of which some systems tell nothing."""
    yield Sample(families.EXPORTER_BUILD_INFO, 1, (version,))
    if usage is not None:
        yield Sample(process.CPU_SECONDS_TOTAL, usage.cpu_seconds)
        yield Sample(process.RESIDENT_MEMORY_BYTES, usage.resident_bytes)
        yield Sample(process.VIRTUAL_MEMORY_BYTES, usage.virtual_bytes)
        yield Sample(process.START_TIME_SECONDS, usage.started_at)
        yield Sample(process.OPEN_FDS, usage.open_files)
        if usage.most_files is not None:
            yield Sample(process.MAX_FDS, usage.most_files)
