# SPDX-License-Identifier: Apache-2.0
"""Flags of which each is also an environment variable; the flag, which is nearer, beats the variable."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

PREFIX = "MONERO_EXPORTER_"
_TRUTHS = {"true": True, "1": True, "false": False, "0": False, "": False}


class Flags:
    """A command's flags, each of which fills the field of its name; what is wrong ends the command with a sentence."""

    def __init__(self, environment: Mapping[str, str], *, program: str, description: str, epilog: str) -> None:
        self._environment = environment
        self._parser = argparse.ArgumentParser(prog=program, description=description, epilog=epilog, allow_abbrev=False)

    def value(self, field: str, flag: str, default: str, kind: Callable[[str], object], explanation: str) -> None:
        """Add a flag that takes a text, which `kind` reads or refuses with ValueError; an empty default means none."""
        self._parser.add_argument(
            flag,
            dest=field,
            default=self._environment.get(variable(flag), default),
            type=_reader(kind),
            metavar="TEXT",
            help=f"{explanation} (default: {default or 'none'})",
        )

    def switch(self, field: str, flag: str, explanation: str, *, turns: bool = True) -> None:
        """Add a flag that takes nothing and turns its field on, or off."""
        is_given = self._truth(variable(flag))
        action = "store_true" if turns else "store_false"
        self._parser.add_argument(flag, dest=field, default=is_given is turns, action=action, help=explanation)

    def parse(self, arguments: Sequence[str]) -> dict[str, Any]:
        """Return each field's value."""
        return vars(self._parser.parse_args(arguments))

    def refuse(self, sentence: str) -> NoReturn:
        """End the command because of what no flag alone is to blame for."""
        self._parser.error(sentence)

    def _truth(self, name: str) -> bool:
        text = self._environment.get(name, "")
        truth = _TRUTHS.get(text.lower())
        if truth is None:
            self._parser.error(f"{name} is {text!r}: write true or false")
        return truth


def variable(flag: str) -> str:
    """Return the name of a flag's variable."""
    return PREFIX + flag.removeprefix("--").replace("-", "_").upper()


def _reader(kind: Callable[[str], object]) -> Callable[[str], object]:
    def read(text: str) -> object:
        try:
            return kind(text)
        except ValueError as error:
            # argparse has words of its own for a ValueError, without ours.
            raise argparse.ArgumentTypeError(str(error)) from error

    return read
