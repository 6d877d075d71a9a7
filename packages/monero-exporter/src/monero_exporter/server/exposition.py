# SPDX-License-Identifier: Apache-2.0
"""Samples as the text that Prometheus reads, in its own format or in OpenMetrics.

The lines of values are the same in both, only what introduces them differs: `docs/decisions/0018` says why this is
written here and not by a library.
"""

import enum
import functools
from collections import defaultdict
from collections.abc import Iterable, Sequence

from monero_exporter.catalogue import families
from monero_exporter.catalogue.family import Family, Kind, Sample

_MOST_HEADS = 16384
_ESCAPES = str.maketrans({"\\": r"\\", "\n": r"\n", '"': r"\""})
_FAMILIES = {family.name: family for family in families.ALL}


class Format(enum.Enum):
    """The formats by their content types."""

    TEXT = "text/plain; version=0.0.4; charset=utf-8"
    OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8"


_TYPES = {
    Format.TEXT: {Kind.INFO: "gauge", Kind.UNKNOWN: "untyped"},
    Format.OPENMETRICS: {},
}
_ENDS = {Format.TEXT: "", Format.OPENMETRICS: "# EOF\n"}
_SUFFIXES = {Kind.COUNTER: "_total", Kind.INFO: "_info"}


def write(samples: Iterable[Sample], form: Format) -> bytes:
    """Return the exposition; families stand in the order of the catalogue, those without samples are left out."""
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for family, value, labels, suffix, bound in samples:
        try:
            line = f"{_head(family.name, labels, suffix, bound)} {float(value)!r}\n"
        except OverflowError:
            continue  # a number that only a liar tells is no reason to tell nothing at all
        lines[family.name].append(line)
    parts = [
        part for name, introduction in _introductions(form) if name in lines for part in (introduction, *lines[name])
    ]
    return "".join((*parts, _ENDS[form])).encode()


@functools.lru_cache(maxsize=_MOST_HEADS)
def _head(name: str, labels: tuple[str, ...], suffix: str, bound: str) -> str:
    """Return what stands before the value, which is the same in most collections."""
    family = _FAMILIES[name]
    pairs = [f'{label}="{value.translate(_ESCAPES)}"' for label, value in zip(family.labels, labels, strict=True)]
    if bound:
        pairs.append(f'{"quantile" if family.kind is Kind.SUMMARY else "le"}="{bound}"')
    return f"{name}{suffix}{{{','.join(pairs)}}}" if pairs else f"{name}{suffix}"


@functools.cache
def _introductions(form: Format) -> Sequence[tuple[str, str]]:
    return [(family.name, _introduction(family, form)) for family in families.ALL]


def _introduction(family: Family, form: Format) -> str:
    name, kind = _title(family, form), _TYPES[form].get(family.kind, family.kind)
    unit = f"# UNIT {name} {family.unit}\n" if family.unit and form is Format.OPENMETRICS else ""
    return f"# HELP {name} {family.sentence}\n# TYPE {name} {kind}\n{unit}"


def _title(family: Family, form: Format) -> str:
    # OpenMetrics names a family without the suffix that its samples have because of their type.
    if form is Format.OPENMETRICS:
        return family.name.removesuffix(_SUFFIXES.get(family.kind, ""))
    return family.name
