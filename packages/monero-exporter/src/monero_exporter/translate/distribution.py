# SPDX-License-Identifier: Apache-2.0
"""Many values as the samples of a summary, and a histogram that grows."""

import bisect
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from monero_exporter.catalogue.family import Family, Sample


def summary(family: Family, values: Iterable[float]) -> Iterator[Sample]:
    """Yield quantiles (nearest rank), sum and count of what is there now; without values there are no quantiles."""
    ordered = sorted(values)
    for quantile in family.quantiles if ordered else ():
        rank = max(math.ceil(quantile * len(ordered)), 1)
        yield Sample(family, ordered[rank - 1], bound=_bound(quantile))
    yield Sample(family, math.fsum(ordered), suffix="_sum")
    yield Sample(family, len(ordered), suffix="_count")


class Histogram(NamedTuple):
    """Counts of values at or below each bound of its family, not yet added up, and the sum of all values."""

    counts: tuple[int, ...]
    total: float = 0.0

    @classmethod
    def empty(cls, buckets: Sequence[float]) -> "Histogram":
        """Return a histogram without values."""
        return cls((0,) * (len(buckets) + 1))

    def with_value(self, buckets: Sequence[float], value: float) -> "Histogram":
        """Return the histogram with one value more."""
        counts = list(self.counts)
        counts[bisect.bisect_left(buckets, value)] += 1
        return Histogram(tuple(counts), self.total + value)

    def samples(self, family: Family) -> Iterator[Sample]:
        """Yield the cumulative buckets, sum and count."""
        seen = 0
        for bound, count in zip((*family.buckets, math.inf), self.counts, strict=True):
            seen += count
            yield Sample(family, seen, suffix="_bucket", bound=_bound(bound))
        yield Sample(family, self.total, suffix="_sum")
        yield Sample(family, seen, suffix="_count")


def _bound(value: float) -> str:
    # As OpenMetrics and Prometheus 3 write them, so that a series keeps its name whoever reads it.
    if math.isinf(value):
        return "+Inf"
    text = f"{value:g}"
    return f"{text}.0" if text.isdigit() else text
