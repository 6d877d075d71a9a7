# SPDX-License-Identifier: Apache-2.0
"""What an exporter serves, as numbers by name and labels, read by Prometheus' own parser."""

import asyncio
from collections.abc import Callable

from prometheus_client import parser

from tests.support.exporter import Exporter


def read(body: bytes) -> dict[str, float]:
    """Return each sample's value by its name and label values, such as "monero_pool_removed_total/mined"."""
    return {
        "/".join((sample.name, *sample.labels.values())): sample.value
        for family in parser.text_string_to_metric_families(body.decode())
        for sample in family.samples
    }


async def values(exporter: Exporter) -> dict[str, float]:
    """Return what it serves now."""
    return read((await exporter.get("/metrics")).body)


async def values_when(
    exporter: Exporter, is_wanted: Callable[[dict[str, float]], bool], *, seconds: float = 120.0
) -> dict[str, float]:
    """Scrape until the values are as wanted: one collection serves all readers for a second."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while not is_wanted(last := await values(exporter)):
        assert loop.time() < deadline, f"not within {seconds:g} s; the last values: {last}"
        await asyncio.sleep(0.1)
    return last
