# SPDX-License-Identifier: Apache-2.0
"""Values as Grafana writes them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from tools.dashboards.panel import Unit, Word

_NEIGHBORS = 1000
"""Neighbors on an axis that are closer than a thousandth of their unit are told in a smaller one."""
_MINUTE, _HOUR, _DAY, _YEAR = 60, 3600, 86400, 31536000


class Scale(NamedTuple):
    """Names of a unit's multiples, by what each is of the unit itself, the smallest first."""

    multiples: Mapping[float, str]

    def fit(self, value: float) -> tuple[float, str]:
        """Return the largest multiple that the value reaches, and its name."""
        reached = [(size, name) for size, name in self.multiples.items() if abs(value) >= size]
        return reached[-1] if reached and value else next(iter(self.multiples.items()))


def _decimal(unit: str) -> Scale:
    return Scale({1000**power: f" {prefix}{unit}" for power, prefix in enumerate(("", "k", "M", "G", "T", "P", "E"))})


def _short(unit: str) -> Scale:
    names = enumerate(("", " K", " Mil", " Bil", " Tri", " Quadr", " Quint"))
    return Scale({1000**power: f"{name}{unit}" for power, name in names})


_BINARY = Scale({1024**power: f" {name}" for power, name in enumerate(("B", "KiB", "MiB", "GiB", "TiB", "PiB"))})
_TIME = Scale({1e-6: " µs", 1e-3: " ms", 1: " s", _MINUTE: " min", _HOUR: " hours", _DAY: " days", _YEAR: " years"})
_SCALES = {
    Unit.COUNT: _short(""),
    Unit.BYTES: _BINARY,
    Unit.DECIMAL_BYTES: _decimal("B"),
    Unit.BYTES_PER_SECOND: _decimal("B/s"),
    Unit.HASHES_PER_SECOND: Scale({1e-3: " mH/s"} | dict(_decimal("H/s").multiples)),
    Unit.PACKETS_PER_SECOND: _decimal("p/s"),
    Unit.SECONDS: _TIME,
    Unit.SHARE: Scale({0.01: "%"}),
    Unit.PER_SECOND: _short(" ops/s"),
    Unit.PER_MINUTE: Scale({1: " per min"}),
    Unit.XMR: Scale({1: " XMR"}),
    Unit.PICONERO_PER_BYTE: _short(" p/B"),
    Unit.MICRONERO_PER_KIB: Scale({1: " µXMR/KiB"}),
    Unit.PLAIN: Scale({1: ""}),
    Unit.WHOLE: Scale({1: ""}),
}


def written(value: float, unit: Unit, words: Mapping[int, Word] | None = None, *, step: float = 0.0) -> str:
    """Return the value with its unit, or the word for it; `step` is how far neighbors on an axis are apart."""
    if words and value in words:
        return words[int(value)].text
    size, name = _zero(unit) if value == 0 else _SCALES[unit].fit(min(abs(value), step * _NEIGHBORS or abs(value)))
    number = _digits(value / size, step / size)
    return f"{number}{name.removesuffix('s') if number == '1' and size >= _HOUR and unit is Unit.SECONDS else name}"


def _zero(unit: Unit) -> tuple[float, str]:
    return (1.0, " s") if unit is Unit.SECONDS else _SCALES[unit].fit(1.0)


def _digits(value: float, step: float) -> str:
    decimals = _needed(step) if step else 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    if not step and 0 < abs(value) < 0.1:
        decimals = 3
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _needed(step: float) -> int:
    """Return the decimals that tell a step: 2.5 has one."""
    return next((places for places in range(6) if math.isclose(step * 10**places, round(step * 10**places))), 6)
