# SPDX-License-Identifier: Apache-2.0
"""What a reader says about the answer that it wants."""

import math

import pytest

from monero_exporter.server import accepting
from monero_exporter.server.exposition import Format

PROMETHEUS = (
    "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
    "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"
)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        pytest.param(PROMETHEUS, Format.OPENMETRICS, id="Prometheus"),
        pytest.param("Application/OpenMetrics-Text; Q=1", Format.OPENMETRICS, id="capitals"),
        pytest.param("text/plain;q=0.9, application/openmetrics-text;q=0.5", Format.TEXT, id="text rather"),
        pytest.param("application/openmetrics-text;q=0", Format.TEXT, id="anything but OpenMetrics"),
        pytest.param("application/openmetrics-text;q=often", Format.TEXT, id="nonsense"),
        pytest.param("text/html,*/*;q=0.8", Format.TEXT, id="browser"),
        pytest.param("", Format.TEXT, id="nothing"),
    ],
)
def test_the_format_is_the_one_that_is_wanted_most(accept: str, expected: Format) -> None:
    """Who does not ask for OpenMetrics gets what everybody can read."""
    assert expected is accepting.form({"Accept": accept})


@pytest.mark.parametrize(
    ("header", "expected"),
    [("gzip", True), ("deflate, gzip;q=0.5", True), ("*", True), ("identity", False), ("gzip;q=0", False), ("", False)],
)
def test_only_who_takes_gzip_gets_it(header: str, expected: bool) -> None:
    """A weight of nothing is a refusal."""
    assert accepting.takes_gzip({"Accept-Encoding": header}) is expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [("10", 9.5), ("0.6", 0.3), ("0", math.inf), ("-1", math.inf), ("nan", math.inf), ("x", math.inf)],
)
def test_the_answer_leaves_before_the_reader_does(told: str, expected: float) -> None:
    """What makes no sense is as if nothing had been said."""
    assert accepting.patience_seconds({accepting.SCRAPE_TIMEOUT: told}) == expected
