# SPDX-License-Identifier: Apache-2.0
"""Samples as the text that Prometheus reads."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from monero_exporter.catalogue import families
from monero_exporter.catalogue.family import Family, Kind, Sample

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_TYPES = {Kind.INFO: "gauge", Kind.UNKNOWN: "untyped"}
_ESCAPES = str.maketrans({"\\": r"\\", "\n": r"\n", '"': r"\""})


def write(samples: Iterable[Sample]) -> bytes:
    """Return the exposition; families stand in the order of the catalogue, those without samples are left out."""
    by_family: defaultdict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        by_family[sample.family.name].append(sample)
    return "".join(
        text for family in families.ALL if family.name in by_family for text in _family(family, by_family[family.name])
    ).encode()


def _family(family: Family, samples: Iterable[Sample]) -> Iterator[str]:
    yield f"# HELP {family.name} {family.sentence}\n# TYPE {family.name} {_TYPES.get(family.kind, family.kind)}\n"
    for sample in samples:
        yield f"{family.name}{sample.suffix}{_labels(family, sample)} {float(sample.value)!r}\n"


def _labels(family: Family, sample: Sample) -> str:
    pairs = [f'{name}="{value.translate(_ESCAPES)}"' for name, value in zip(family.labels, sample.labels, strict=True)]
    if sample.bound:
        pairs.append(f'{"quantile" if family.kind is Kind.SUMMARY else "le"}="{sample.bound}"')
    return f"{{{','.join(pairs)}}}" if pairs else ""
