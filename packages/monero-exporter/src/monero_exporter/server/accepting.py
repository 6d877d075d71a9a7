# SPDX-License-Identifier: Apache-2.0
"""What a reader of metrics says about the answer that it wants: the format, the compression and how long it waits."""

import math
from collections.abc import Iterator, Mapping

from monero_exporter.server.exposition import Format

SCRAPE_TIMEOUT = "X-Prometheus-Scrape-Timeout-Seconds"
_MOST_MARGIN_SECONDS = 0.5
_FORMATS = {"application/openmetrics-text": Format.OPENMETRICS, "text/plain": Format.TEXT}


def form(headers: Mapping[str, str]) -> Format:
    """Return the format that is wanted most; without any that we know it is Prometheus' own text."""
    weights = dict.fromkeys(_FORMATS.values(), 0.0)
    for name, weight in _wishes(headers.get("Accept", "")):
        if name in _FORMATS:
            weights[_FORMATS[name]] = max(weights[_FORMATS[name]], weight)
    is_open = weights[Format.OPENMETRICS] > 0 and weights[Format.OPENMETRICS] >= weights[Format.TEXT]
    return Format.OPENMETRICS if is_open else Format.TEXT


def takes_gzip(headers: Mapping[str, str]) -> bool:
    """Tell whether the answer may be compressed."""
    weights = dict(_wishes(headers.get("Accept-Encoding", "")))
    return weights.get("gzip", weights.get("*", 0.0)) > 0


def patience_seconds(headers: Mapping[str, str]) -> float:
    """Return how long the reader waits, less what the way there and back may take; a reader may not say."""
    try:
        told = float(headers.get(SCRAPE_TIMEOUT, ""))
    except ValueError:
        return math.inf
    if not 0 < told < math.inf:
        return math.inf
    return max(told - _MOST_MARGIN_SECONDS, told / 2)


def _wishes(header: str) -> Iterator[tuple[str, float]]:
    for wish in header.split(","):
        name, *parameters = (part.strip().lower() for part in wish.split(";"))
        yield name, next((_weight(text[2:]) for text in parameters if text.startswith("q=")), 1.0)


def _weight(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
