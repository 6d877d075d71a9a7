# SPDX-License-Identifier: Apache-2.0
"""What an option may hold: whole numbers, hexadecimal digits and addresses, checked before anybody is asked."""

from __future__ import annotations

import re

import click

_U32 = 2**32 - 1
_U64 = 2**64 - 1
_SHOWN = 32


class Whole(click.ParamType):  # type: ignore[type-arg] # generic for the type checker alone, not when it runs
    """Reads a number that is not negative and that the server's type has room for."""

    def __init__(self, name: str, most: int) -> None:
        self.name = name
        self._most = most

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = str(value)
        number = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(_U64)) else -1
        if not 0 <= number <= self._most:
            self.fail(f"{shown(text)} is no whole number from 0 to {self._most}", param, ctx)
        return number


class Hex(click.ParamType):  # type: ignore[type-arg] # generic for the type checker alone, not when it runs
    """Reads bytes of one of some lengths, and gives their hexadecimal digits in lower case."""

    def __init__(self, name: str, *digits: int) -> None:
        self.name = name
        self._digits = digits

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = str(value).lower()
        wanted = f"{' or '.join(map(str, self._digits))} hexadecimal digits (0-9, a-f)"
        if len(text) not in self._digits:
            self.fail(f"{shown(text)} has {len(text)} characters: say {wanted}", param, ctx)
        if not re.fullmatch("[0-9a-f]*", text):
            self.fail(f"{shown(text)} is not all of {wanted}", param, ctx)
        return text


class Address(click.ParamType):  # type: ignore[type-arg] # generic for the type checker alone, not when it runs
    """Reads an address of any network; which one the server is of, only the server knows.

    A name with a dot passes where servers look up such names (OpenAlias).
    """

    name = "ADDRESS"

    def __init__(self, *refused: str, takes_names: bool = False) -> None:
        self._refused = refused
        self._takes_names = takes_names

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from aiomonero.keys import address

        text = str(value)
        if self._takes_names and "." in text:
            return text
        try:
            address.decode(text, kinds=frozenset(kind for kind in address.Kind if kind not in self._refused))
        except address.WrongAddress as error:
            self.fail(f"{shown(text)}: {error}", param, ctx)
        return text


def shown(text: str) -> str:
    """Return what somebody typed, quoted and short enough for a sentence."""
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


HEIGHT = Whole("HEIGHT", _U64)
NUMBER = Whole("INTEGER", _U64)
INDEX = Whole("INTEGER", _U32)
"""Of an account, of an address in it, of a line of the address book."""
COUNT = Whole("INTEGER", _U32)
HASH = Hex("HASH", 64)
KEY = Hex("HEX", 64)
SHORT_PAYMENT_ID = Hex("HEX", 16)
PAYMENT_ID = Hex("HEX", 16, 64)
ADDRESS = Address()
ADDRESS_OR_NAME = Address(takes_names=True)
MINER = Address("subaddress")
"""Whom a block may pay: its reward goes to no subaddress."""
