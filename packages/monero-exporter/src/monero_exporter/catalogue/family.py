# SPDX-License-Identifier: Apache-2.0
"""What one metric family is, and one value of it."""

import enum
from typing import NamedTuple


class Kind(enum.StrEnum):
    """The OpenMetrics types in use. UNKNOWN is what counts up under a name of 2021 that lacks `_total`."""

    GAUGE = "gauge"
    COUNTER = "counter"
    SUMMARY = "summary"
    HISTOGRAM = "histogram"
    INFO = "info"
    UNKNOWN = "unknown"


class Stability(enum.StrEnum):
    """What a name promises."""

    STABLE = "stable"
    """Keeps name, labels and meaning within a major version."""
    SEED = "2021, proposal"
    """A name of the proposal of 2021, as stable; the value is right where it was wrong then."""
    GO_EXPORTER = "2021, Go exporter"
    """A name of the Go exporter, as stable; the value is right where it was wrong there."""
    EXPERIMENTAL = "experimental"
    """May change in a minor version."""


UNITS = frozenset({"seconds", "bytes", "blocks", "hashes", "piconero", "ratio"})


class Family(NamedTuple):
    """One family: `name` as Prometheus shows it, thus with `_total` or `_info` where the kind has that.

    `source` is the key of `scrape.sources` that feeds it. `quantiles` are a summary's, `buckets` the upper bounds of a
    histogram without the infinite one.
    """

    name: str
    kind: Kind
    sentence: str
    labels: tuple[str, ...] = ()
    source: str = "info"
    stability: Stability = Stability.STABLE
    quantiles: tuple[float, ...] = ()
    buckets: tuple[float, ...] = ()

    @property
    def unit(self) -> str:
        """The unit where the name ends with it, as OpenMetrics wants it; "" where the sentence tells it, or none is."""
        name = self.name.removesuffix("_total") if self.kind is Kind.COUNTER else self.name
        last = name.rpartition("_")[2]
        return last if last in UNITS else ""


class Sample(NamedTuple):
    """A value of a family, with one label value for each of its labels.

    `suffix` and `bound` are a distribution's: `_sum`, `_count`, `_bucket`, and the value of `quantile` or `le`.
    """

    family: Family
    value: float
    labels: tuple[str, ...] = ()
    suffix: str = ""
    bound: str = ""
