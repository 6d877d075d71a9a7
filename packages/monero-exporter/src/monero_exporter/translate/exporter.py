# SPDX-License-Identifier: Apache-2.0
"""The exporter's sources: which are there, which answered, how long that took."""

import dataclasses
from collections.abc import Iterator
from typing import Any

from monero_exporter.catalogue import exporter as families
from monero_exporter.catalogue.family import Sample
from monero_exporter.translate.observation import Details, Observation, Seen


def translate(seen: Observation, details: Details) -> Iterator[Sample]:
    """Yield the samples of each source that was asked."""
    for part in (seen, details):
        for field in dataclasses.fields(part):
            source = getattr(part, field.name)
            if isinstance(source, Seen):
                yield from _of_source(field.name, source)


def _of_source(name: str, source: Seen[Any]) -> Iterator[Sample]:
    yield Sample(families.EXPORTER_SOURCE_OFFERED, source.is_offered, (name,))
    if source.is_offered:
        yield Sample(families.EXPORTER_SOURCE_UP, source.answer is not None, (name,))
    yield Sample(families.EXPORTER_SOURCE_DURATION_SECONDS, source.duration_seconds, (name,))
