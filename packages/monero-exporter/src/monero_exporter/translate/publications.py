# SPDX-License-Identifier: Apache-2.0
"""What is known of the daemon's publications over ZMQ."""

import dataclasses
from collections.abc import Iterator, Mapping

from monero_exporter.catalogue import publications as families
from monero_exporter.catalogue.family import Sample


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Publications:
    """`messages` counts them by topic, `gaps` the times that some were missed; `last_at` is in Unix seconds."""

    is_connected: bool = False
    messages: Mapping[str, int]
    gaps: int = 0
    last_at: float | None = None


def translate(publications: Publications | None) -> Iterator[Sample]:
    """Yield the samples of a subscription, if there is one."""
    if publications is None:
        return
    yield Sample(families.ZMQ_CONNECTED, publications.is_connected)
    for topic, count in publications.messages.items():
        yield Sample(families.ZMQ_MESSAGES_TOTAL, count, (topic,))
    yield Sample(families.ZMQ_GAPS_TOTAL, publications.gaps)
    if publications.last_at is not None:
        yield Sample(families.ZMQ_LAST_MESSAGE_TIMESTAMP_SECONDS, publications.last_at)
