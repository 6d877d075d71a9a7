# SPDX-License-Identifier: Apache-2.0
"""Quantities as the API server writes them, so that `1024Mi` is not seen as a difference from the `1Gi` it stores.

The rules are those of k8s.io/apimachinery/pkg/api/resource: the largest suffix that leaves a whole number; binary
suffixes stay binary, except below 1024; what is finer than a nano is rounded up.
"""

import re
from decimal import ROUND_CEILING, Decimal

_BINARY = ("", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei")
_NANOS = {
    "n": 1,
    "u": 10**3,
    "m": 10**6,
    "": 10**9,
    "k": 10**12,
    "M": 10**15,
    "G": 10**18,
    "T": 10**21,
    "P": 10**24,
    "E": 10**27,
}
_QUANTITY = re.compile(r"([0-9]+(?:\.[0-9]+)?)(n|u|m|k|Ki|M|Mi|G|Gi|T|Ti|P|Pi|E|Ei)?")


def amount(quantity: int | str) -> Decimal | None:
    """Return what a non-negative quantity comes to, or None if it is none."""
    match = _QUANTITY.fullmatch(str(quantity))
    if match is None:
        return None
    number, suffix = Decimal(match[1]), match[2] or ""
    if suffix in _BINARY[1:]:
        return number * Decimal(1024) ** _BINARY.index(suffix)
    return number * _NANOS[suffix] / _NANOS[""]


def canonical(quantity: int | str) -> str:
    """Return a non-negative quantity in its canonical spelling; what is no quantity stays as it is."""
    value = amount(quantity)
    if value is None:
        return str(quantity)
    return _from_binary(value) if str(quantity).endswith("i") else _from_nanos(value * _NANOS[""])


def _from_binary(value: Decimal) -> str:
    if value < 1024 or value != value.to_integral_value():
        return _from_nanos(value * _NANOS[""])
    whole, index = int(value), 0
    while whole % 1024 == 0 and index < len(_BINARY) - 1:
        whole, index = whole // 1024, index + 1
    return f"{whole}{_BINARY[index]}"


def _from_nanos(value: Decimal) -> str:
    nanos = int(value.to_integral_value(ROUND_CEILING))
    if nanos == 0:
        return "0"
    suffix, unit = next((suffix, unit) for suffix, unit in reversed(_NANOS.items()) if nanos % unit == 0)
    return f"{nanos // unit}{suffix}"
