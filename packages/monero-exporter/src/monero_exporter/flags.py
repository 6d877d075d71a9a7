# SPDX-License-Identifier: Apache-2.0
"""Flags of which each is also an environment variable; the flag, which is nearer, beats the variable."""

import argparse
import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

PREFIX = "MONERO_EXPORTER_"
_TRUTHS = {"true": True, "1": True, "false": False, "0": False, "": False}


class Flags:
    """A command's flags, each of which fills the field of its name; what is wrong ends the command with a sentence."""

    def __init__(
        self, environment: Mapping[str, str], *, program: str, version: str, description: str, epilog: str
    ) -> None:
        self._environment = environment
        self._parser = _Parser(prog=program, description=description, epilog=epilog, allow_abbrev=False)
        self._parser.add_argument("--version", action="version", version=f"%(prog)s {version}")
        self._group: argparse._ActionsContainer = self._parser
        self._variables: set[str] = set()

    def group(self, title: str) -> None:
        """Show the flags that are added from now on under a title."""
        self._group = self._parser.add_argument_group(title)

    def value(
        self, field: str, flag: str, default: str, kind: Callable[[str], object], explanation: str, *, shape: str
    ) -> None:
        """Add a flag that takes a text of that shape, such as URL or FILE, which `kind` reads.

        `kind` refuses a text with ValueError; an empty default means none.
        """
        self._group.add_argument(
            flag,
            dest=field,
            default=self._environment.get(self._variable(flag), default),
            type=_reader(kind),
            metavar=shape,
            help=f"{explanation} (default: {default or 'none'})",
        )

    def switch(self, field: str, flag: str, explanation: str, *, turns: bool = True) -> None:
        """Add a flag that takes nothing and turns its field on, or off."""
        is_given = self._truth(self._variable(flag))
        action = "store_true" if turns else "store_false"
        self._group.add_argument(flag, dest=field, default=is_given is turns, action=action, help=explanation)

    def parse(self, arguments: Sequence[str]) -> dict[str, Any]:
        """Return each field's value."""
        return vars(self._parser.parse_args(arguments))

    def refuse(self, sentence: str) -> NoReturn:
        """End the command because of what no flag alone is to blame for."""
        self._parser.error(sentence)

    def strangers(self, known: Sequence[str] = ()) -> list[str]:
        """Return sentences about variables that look like this command's and are none."""
        names = {*self._variables, *known}
        strange = sorted(name for name in self._environment if name.startswith(PREFIX) and name not in names)
        return [f"{name} is no setting{_guess(name, names)}" for name in strange]

    def _variable(self, flag: str) -> str:
        name = variable(flag)
        self._variables.add(name)
        return name

    def _truth(self, name: str) -> bool:
        text = self._environment.get(name, "")
        truth = _TRUTHS.get(text.lower())
        if truth is None:
            self._parser.error(f"{name} is {text!r}: write true or false")
        return truth


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line: a log's last lines are all that many people see of it."""

    def error(self, message: str) -> NoReturn:
        # What is not understood may hold a secret, such as a login in the daemon's own spelling.
        unknown = re.match(r"unrecognized arguments: (-[\w-]+)?", message)
        if unknown:
            message = f"there is no flag {unknown[1]}" if unknown[1] else "there are no arguments but flags"
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


def _guess(name: str, names: set[str]) -> str:
    close = difflib.get_close_matches(name, names, n=1)
    return f": is {close[0]} meant?" if close else ""


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
