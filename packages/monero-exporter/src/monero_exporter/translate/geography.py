# SPDX-License-Identifier: Apache-2.0
"""The countries of addresses, as far as they are known."""

import dataclasses
import functools
from collections.abc import Callable

from monero_exporter.translate import zones
from monero_exporter.translate.zones import Zone

UNKNOWN = "unknown"


@dataclasses.dataclass(frozen=True, slots=True)
class Geography:
    """A GeoIP file in use: when it was made, in Unix seconds, and the value of `country` for each host."""

    built_at: int
    country: Callable[[str], str]


def countries(code: Callable[[str], str]) -> Callable[[str], str]:
    """Return what gives the value of `country` for a host: a code, if one is known, or what else is known of it."""

    @functools.lru_cache(zones.REMEMBERED)
    def country(host: str) -> str:
        zone = zones.of_host(host)
        if zone is Zone.CLEARNET:
            return code(host) or UNKNOWN
        return UNKNOWN if zone is Zone.OTHER else zone

    return country


without_file = countries(lambda _: "")
