# SPDX-License-Identifier: Apache-2.0
"""Amounts, sizes and times as people read them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

PICONERO_PER_XMR = 10**12
_SIZES = ("B", "KiB", "MiB", "GiB", "TiB", "PiB")
_SPANS = (("d", 86400), ("h", 3600), ("m", 60), ("s", 1))
_LATEST = 253402300799
"""The last second of the year 9999; what lies later is no time."""


def xmr(piconero: int) -> str:
    """Return an amount in XMR, exactly."""
    return f"{number(piconero)} XMR"


def number(piconero: int) -> str:
    """Return how many XMR an amount is, as a number alone."""
    return f"{(Decimal(piconero) / PICONERO_PER_XMR).normalize():f}"


def size(count: int) -> str:
    """Return a number of bytes in the largest unit of which there is at least one."""
    amount, unit = float(count), 0
    while abs(amount) >= 1024 and unit < len(_SIZES) - 1:
        amount, unit = amount / 1024, unit + 1
    return f"{count} B" if unit == 0 else f"{amount:.1f} {_SIZES[unit]}"


def span(seconds: float) -> str:
    """Return a duration in its two largest units."""
    left = int(abs(seconds))
    parts: list[str] = []
    for name, length in _SPANS:
        if left >= length or (name == "s" and not parts):
            parts.append(f"{left // length}{name}")
            left %= length
    return ("-" if seconds < 0 else "") + " ".join(parts[:2])


def moment(timestamp: int, now: float | None) -> str:
    """Return a Unix time in UTC, and how long ago that is if `now` is given."""
    if not 0 < timestamp <= _LATEST:
        return "never" if timestamp == 0 else str(timestamp)
    date = dt.datetime.fromtimestamp(timestamp, dt.UTC)
    if now is None:
        return f"{date:%Y-%m-%d %H:%M:%S}"
    ago = f"{span(now - timestamp)} ago" if now >= timestamp else f"in {span(timestamp - now)}"
    return f"{date:%Y-%m-%d %H:%M:%S} UTC ({ago})"


def shortened(text: str, *, keep: int = 8) -> str:
    """Return the two ends of a text that is longer than both with something between."""
    return text if len(text) <= 2 * keep + 1 else f"{text[:keep]}…{text[-keep:]}"
