# SPDX-License-Identifier: Apache-2.0
"""What an exporter's metrics say, read by Prometheus' own parser."""

from prometheus_client import parser


def values(body: bytes) -> dict[str, float]:
    """Return the value of each series, by its name and labels in the order of the exposition."""
    return {
        _series(sample.name, sample.labels): sample.value
        for family in parser.text_string_to_metric_families(body.decode())
        for sample in family.samples
    }


def _series(name: str, labels: dict[str, str]) -> str:
    pairs = ",".join(f'{label}="{value}"' for label, value in labels.items())
    return f"{name}{{{pairs}}}" if pairs else name
