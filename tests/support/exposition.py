# SPDX-License-Identifier: Apache-2.0
"""What an exporter serves, as numbers by name and labels, read by Prometheus' own parser."""

from prometheus_client import parser

from tests.support.exporter import Exporter


async def values(exporter: Exporter) -> dict[str, float]:
    """Return each sample's value by its name and label values, such as "monero_pool_removed_total/mined"."""
    text = (await exporter.get("/metrics")).body.decode()
    return {
        "/".join((sample.name, *sample.labels.values())): sample.value
        for family in parser.text_string_to_metric_families(text)
        for sample in family.samples
    }
