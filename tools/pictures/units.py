# SPDX-License-Identifier: Apache-2.0
"""Values as Grafana writes them."""

from __future__ import annotations

from collections.abc import Mapping

from tools.dashboards.panel import Unit, Word

_TINY = ("", "m", "µ", "n")
_LARGE = ("", "k", "M", "G", "T", "P", "E")
_BINARY = ("B", "KiB", "MiB", "GiB", "TiB", "PiB")
_SHORT = ("", " K", " Mil", " Bil", " Tri", " Quadr")
_TIMES = ((1, "s", 1), (60, "min", 60), (3600, "hours", 3600), (86400, "days", 86400), (31536000, "years", 31536000))
_SI = {
    Unit.BYTES_PER_SECOND: "B/s",
    Unit.HASHES_PER_SECOND: "H/s",
    Unit.PACKETS_PER_SECOND: "p/s",
}
_AS_IT_IS = {
    Unit.PER_SECOND: " ops/s",
    Unit.PER_MINUTE: " ops/m",
    Unit.XMR: " XMR",
    Unit.PICONERO_PER_BYTE: " p/B",
    Unit.MICRONERO_PER_KIB: " µXMR/KiB",
}


def written(value: float, unit: Unit, words: Mapping[int, Word] | None = None) -> str:
    """Return the value with its unit, or the word for it."""
    if words and value in words:
        return words[int(value)].text
    if unit in _SI:
        return _prefixed(value, _SI[unit])
    if unit in _AS_IT_IS:
        return f"{_scaled(value, 1000, _SHORT)}{_AS_IT_IS[unit]}"
    match unit:
        case Unit.WHOLE:
            return f"{value:,.0f}" if abs(value) >= 10 or value == int(value) else _digits(value)
        case Unit.BYTES:
            return _scaled(value, 1024, tuple(f" {name}" for name in _BINARY))
        case Unit.SECONDS:
            return _time(value)
        case Unit.SHARE:
            return f"{_digits(value * 100)}%"
        case Unit.PLAIN:
            return _digits(value)
        case _:
            return _scaled(value, 1000, _SHORT)


def _digits(value: float) -> str:
    size = abs(value)
    decimals = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 0.1 or size == 0 else 3
    text = f"{value:.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _scaled(value: float, base: int, names: tuple[str, ...]) -> str:
    power = 0
    while abs(value) >= base and power < len(names) - 1:
        value, power = value / base, power + 1
    return f"{_digits(value)}{names[power]}"


def _prefixed(value: float, unit: str) -> str:
    return _scaled(value, 1000, tuple(f" {prefix}{unit}" for prefix in _LARGE))


def _time(value: float) -> str:
    size = abs(value)
    if 0 < size < 1:
        power = 1
        while abs(value) * 1000**power < 1 and power < len(_TINY) - 1:
            power += 1
        return f"{_digits(value * 1000**power)} {_TINY[power]}s"
    _, name, divisor = max((each for each in _TIMES if size >= each[0]), default=_TIMES[0])
    return f"{_digits(value / divisor)} {name if name in ('s', 'min') or value != divisor else name[:-1]}"
