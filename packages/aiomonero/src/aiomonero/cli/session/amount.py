# SPDX-License-Identifier: Apache-2.0
"""Amounts as people write them: in XMR, exactly, with at most twelve decimals."""

from __future__ import annotations

import re

import click

from aiomonero.cli.session import kinds

_DECIMALS = 12
_DIGITS = 8
_MOST_PICONERO = 2**64 - 1
_MOST = "18446744.073709551615"
_NUMBER = re.compile(r"(\d+)(?:\.(\d+))?", re.ASCII)
_EXPONENT = re.compile(r"\d+(?:\.\d+)?[eE][+-]?\d+", re.ASCII)


class Amount(click.ParamType):  # type: ignore[type-arg] # generic for the type checker alone, not when it runs
    """Reads an amount of XMR and gives it in piconero."""

    name = "XMR"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        text = str(value)
        match = _NUMBER.fullmatch(text)
        if not match:
            hint = "without an exponent, such as 0.25" if _EXPONENT.fullmatch(text) else "such as 0.25"
            self.fail(f"{kinds.shown(text)} is no amount of XMR: write it in digits, {hint}", param, ctx)
        whole, decimals = match[1], match[2] or ""
        if len(decimals) > _DECIMALS:
            self.fail(f"{kinds.shown(text)} has {len(decimals)} decimals, and XMR have {_DECIMALS} at most", param, ctx)
        if len(whole) > _DIGITS or (piconero := int(whole + decimals.ljust(_DECIMALS, "0"))) > _MOST_PICONERO:
            self.fail(f"{kinds.shown(text)} is more XMR than can exist: the most is {_MOST}", param, ctx)
        return piconero


XMR = Amount()
