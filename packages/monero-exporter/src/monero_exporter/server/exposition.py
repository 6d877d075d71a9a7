# SPDX-License-Identifier: Apache-2.0
"""Samples as the text that Prometheus reads."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from prometheus_client import Metric, exposition
from prometheus_client.registry import Collector

from monero_exporter.catalogue import families
from monero_exporter.catalogue.family import Family, Kind, Sample

CONTENT_TYPE = exposition.CONTENT_TYPE_LATEST


def write(samples: Iterable[Sample]) -> bytes:
    """Return the exposition; families stand in the order of the catalogue, those without samples are left out."""
    return exposition.generate_latest(_Samples(samples))


class _Samples(Collector):
    """Ready-made samples, so that prometheus_client does the writing and nothing is kept between calls."""

    def __init__(self, samples: Iterable[Sample]) -> None:
        self._samples: defaultdict[str, list[Sample]] = defaultdict(list)
        for sample in samples:
            self._samples[sample.family.name].append(sample)

    def collect(self) -> Iterator[Metric]:
        for family in families.ALL:
            if samples := self._samples.get(family.name):
                yield _metric(family, samples)


def _metric(family: Family, samples: Iterable[Sample]) -> Metric:
    metric = Metric(family.name, family.sentence, family.kind)
    suffix = "_info" if family.kind is Kind.INFO else ""
    for sample in samples:
        labels = dict(zip(family.labels, sample.labels, strict=True))
        metric.add_sample(family.name + suffix, labels, float(sample.value))
    return metric
