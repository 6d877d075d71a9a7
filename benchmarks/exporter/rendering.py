# SPDX-License-Identifier: Apache-2.0
"""What it costs to write a page, beside `prometheus_client` writing the same samples."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterator

from prometheus_client import Metric
from prometheus_client.openmetrics import exposition as theirs

from benchmarks.library import table
from monero_exporter.catalogue import families
from monero_exporter.catalogue.family import Family, Kind, Sample
from monero_exporter.server import exposition
from monero_exporter.server.exposition import Format
from monero_exporter.translate import distribution

ROUNDS = 100
SERIES = 3
"""Of each family that has labels."""


class _Registry:
    """What `prometheus_client` asks for families, made anew for each page as our samples are."""

    def collect(self) -> Iterator[Metric]:
        for family in families.ALL:
            name = family.name.removesuffix("_total").removesuffix("_info")
            metric = Metric(name, family.sentence, str(family.kind))
            for sample in _samples(family):
                metric.add_sample(family.name + sample.suffix, _labels(sample), float(sample.value))
            yield metric


def show() -> None:
    """Print what it costs to make and write a page with every family."""
    text = exposition.write(_every_sample(), Format.TEXT)
    rows = [
        ("the samples alone", *_cost(lambda: b"".join(b"" for _ in _every_sample()))),
        ("written as text", *_cost(lambda: exposition.write(_every_sample(), Format.TEXT))),
        ("written as OpenMetrics", *_cost(lambda: exposition.write(_every_sample(), Format.OPENMETRICS))),
        ("written by prometheus_client as OpenMetrics", *_cost(_theirs)),
        ("gzip of what was written, level 1", *_cost(lambda: gzip.compress(text, 1))),
        ("gzip of what was written, level 6", *_cost(lambda: gzip.compress(text, 6))),
    ]
    title = f"making and writing {len(list(_every_sample()))} samples of {len(families.ALL)} families"
    table.show(title, ("way", "CPU ms", "KiB"), rows)


def _cost(write: Callable[[], bytes]) -> tuple[str, str]:
    size_bytes = len(write())
    began = time.process_time()
    for _ in range(ROUNDS):
        write()
    return f"{(time.process_time() - began) / ROUNDS * 1000:.2f}", f"{size_bytes / 1024:.0f}"


def _theirs() -> bytes:
    text: bytes = theirs.generate_latest(_Registry())  # type: ignore[no-untyped-call]  # it has types nearly everywhere
    return text


def _every_sample() -> Iterator[Sample]:
    for family in families.ALL:
        yield from _samples(family)


def _samples(family: Family) -> Iterator[Sample]:
    match family.kind:
        case Kind.SUMMARY:
            yield from distribution.summary(family, (1, 2.5))
        case Kind.HISTOGRAM:
            yield from distribution.Histogram.empty(family.buckets).samples(family)
        case _:
            for number in range(SERIES if family.labels else 1):
                yield Sample(family, 1, tuple(f"{label}-{number}" for label in family.labels))


def _labels(sample: Sample) -> dict[str, str]:
    labels = dict(zip(sample.family.labels, sample.labels, strict=True))
    if sample.bound:
        labels["quantile" if sample.family.kind is Kind.SUMMARY else "le"] = sample.bound
    return labels
