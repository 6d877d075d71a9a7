# SPDX-License-Identifier: Apache-2.0
"""Amounts as people write them: in XMR, exactly, with at most twelve decimals."""

from __future__ import annotations

import re

import click

_DECIMALS = 12
_LIMIT_PICONERO = 2**64
_NUMBER = re.compile(rf"(\d{{1,8}})(?:\.(\d{{1,{_DECIMALS}}}))?", re.ASCII)


class Amount(click.ParamType):  # type: ignore[type-arg] # generic for the type checker alone, not when it runs
    """Reads an amount of XMR and gives it in piconero."""

    name = "XMR"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        match = _NUMBER.fullmatch(str(value))
        piconero = int(match[1] + (match[2] or "").ljust(_DECIMALS, "0")) if match else _LIMIT_PICONERO
        if piconero >= _LIMIT_PICONERO:
            self.fail(f"{value!r} is no amount of XMR: write it like 0.25", param, ctx)
        return piconero


XMR = Amount()
