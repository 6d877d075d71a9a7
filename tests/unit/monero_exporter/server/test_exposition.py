# SPDX-License-Identifier: Apache-2.0
"""Samples as text."""

from prometheus_client import parser

from monero_exporter.catalogue import daemon, exporter
from monero_exporter.catalogue.family import Sample
from monero_exporter.server import exposition


def test_the_text_is_read_back_with_types_labels_and_values() -> None:
    """Prometheus' own parser sees what was written, in the catalogue's order."""
    text = exposition.write(
        [
            Sample(exporter.EXPORTER_BUILD_INFO, 1, ("1.2",)),
            Sample(exporter.EXPORTER_SOURCE_UP, True, ("info",)),
            Sample(exporter.EXPORTER_SOURCE_UP, False, ("header",)),
            Sample(daemon.INFO_HEIGHT, 7),
        ]
    )

    read = list(parser.text_string_to_metric_families(text.decode()))

    assert [(family.name, family.type) for family in read] == [
        ("monero_info_height", "gauge"),
        ("monero_exporter_source_up", "gauge"),
        ("monero_exporter_build_info", "gauge"),
    ]
    assert [(sample.labels, sample.value) for sample in read[1].samples] == [
        ({"source": "info"}, 1),
        ({"source": "header"}, 0),
    ]
    assert read[2].samples[0].labels == {"version": "1.2"}


def test_a_family_without_samples_is_absent() -> None:
    """Nothing is said about what was not seen."""
    assert exposition.write([]) == b""
