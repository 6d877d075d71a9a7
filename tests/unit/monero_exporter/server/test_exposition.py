# SPDX-License-Identifier: Apache-2.0
"""Samples as text, read back by Prometheus' own parsers."""

import itertools
from collections.abc import Callable, Iterator, Sequence

import pytest
from prometheus_client import Metric, parser
from prometheus_client.openmetrics import parser as openmetrics_parser

from monero_exporter.catalogue import daemon, exporter, families, peers
from monero_exporter.catalogue.family import Family, Kind, Sample
from monero_exporter.server import exposition
from monero_exporter.server.exposition import Format
from monero_exporter.translate import distribution

Read = Callable[[str], Iterator[Metric]]

FORMATS = pytest.mark.parametrize(
    ("form", "read"),
    [
        pytest.param(Format.TEXT, parser.text_string_to_metric_families, id="text"),
        pytest.param(Format.OPENMETRICS, openmetrics_parser.text_string_to_metric_families, id="OpenMetrics"),
    ],
)
NASTY = 'a "quoted\\ name"\nof {two} lines, 1'


def _samples(family: Family, labels: tuple[str, ...]) -> Iterator[Sample]:
    match family.kind:
        case Kind.SUMMARY:
            yield from distribution.summary(family, [1, 2.5])
        case Kind.HISTOGRAM:
            yield from distribution.Histogram.empty(family.buckets).with_value(family.buckets, 3).samples(family)
        case _:
            yield Sample(family, 1, labels)


def _every_family() -> list[Sample]:
    each = (_samples(family, tuple(f"a {label}" for label in family.labels)) for family in families.ALL)
    return list(itertools.chain.from_iterable(each))


def _names(family: Metric) -> Sequence[str]:
    return [sample.name for sample in family.samples]


@FORMATS
def test_every_family_of_the_catalogue_can_be_read(form: Format, read: Read) -> None:
    """Both parsers accept all families at once: no name, type or suffix collides with another."""
    samples = _every_family()

    found = list(read(exposition.write(samples, form).decode()))

    assert len(families.ALL) == len(found)
    assert sum(len(family.samples) for family in found) == len(samples)
    assert "unknown" in {family.type for family in found}


@FORMATS
def test_values_labels_and_order_are_read_back(form: Format, read: Read) -> None:
    """Families stand in the catalogue's order, whatever a label holds."""
    text = exposition.write(
        [
            Sample(exporter.EXPORTER_SOURCE_UP, True, (NASTY,)),
            Sample(exporter.EXPORTER_SOURCE_UP, False, ("header",)),
            Sample(daemon.INFO_HEIGHT, 7),
            Sample(daemon.INFO_DIFFICULTY, 2**100),
        ],
        form,
    )

    height, difficulty, up = read(text.decode())

    assert (height.name, height.samples[0].value) == ("monero_info_height", 7)
    assert difficulty.samples[0].value == 2**100
    assert [(sample.labels, sample.value) for sample in up.samples] == [
        ({"source": NASTY}, 1),
        ({"source": "header"}, 0),
    ]


def test_openmetrics_names_counters_and_infos_without_their_suffix() -> None:
    """The samples keep the full name, which is the one that Prometheus shows."""
    samples = [
        Sample(exporter.EXPORTER_COLLECTIONS_TOTAL, 3),
        Sample(exporter.EXPORTER_BUILD_INFO, 1, ("1.2",)),
    ]

    text = exposition.write(samples, Format.OPENMETRICS).decode()
    found = list(openmetrics_parser.text_string_to_metric_families(text))

    assert [(family.name, family.type, _names(family)) for family in found] == [
        ("monero_exporter_collections", "counter", ["monero_exporter_collections_total"]),
        ("monero_exporter_build", "info", ["monero_exporter_build_info"]),
    ]


@pytest.mark.parametrize(
    ("form", "kinds"), [(Format.TEXT, (b"untyped", b"gauge")), (Format.OPENMETRICS, (b"unknown", b"info"))]
)
def test_types_that_the_older_format_does_not_know_have_its_names(form: Format, kinds: tuple[bytes, bytes]) -> None:
    """Prometheus' parser is strict about the words."""
    samples = [Sample(peers.NET_RX_BYTES, 1), Sample(exporter.EXPORTER_BUILD_INFO, 1, ("1.2",))]

    lines = exposition.write(samples, form).splitlines()

    assert kinds == tuple(line.split()[-1] for line in lines if line.startswith(b"# TYPE"))


@pytest.mark.parametrize(("form", "text"), [(Format.TEXT, b""), (Format.OPENMETRICS, b"# EOF\n")])
def test_a_family_without_samples_is_absent(form: Format, text: bytes) -> None:
    """Nothing is said about what was not seen."""
    assert text == exposition.write([], form)


def test_openmetrics_tells_the_units_that_stand_in_names() -> None:
    """Of a counter without its suffix; the older format has no such line."""
    samples = [Sample(family, 1) for family in (daemon.INFO_UPTIME_SECONDS_TOTAL, daemon.INFO_DATABASE_SIZE_BYTES)]

    text, openmetrics = (exposition.write(samples, form).decode() for form in (Format.TEXT, Format.OPENMETRICS))

    assert "# UNIT monero_info_uptime_seconds seconds\n" in openmetrics
    assert "# UNIT monero_info_database_size_bytes bytes\n" in openmetrics
    assert "UNIT" not in text
