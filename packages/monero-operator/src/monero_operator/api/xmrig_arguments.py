# SPDX-License-Identifier: Apache-2.0
"""xmrig's arguments: read as xmrig reads them (`getopt_long`), and checked.

They are given to xmrig as they stand, with `$(NAME)` replaced by Kubernetes. Unknown options are none of our business.
"""

from collections.abc import Iterable, Iterator

import msgspec

from monero_operator.api import arguments, xmrig_flags
from monero_operator.api.arguments import Argument, Finding, Parsed
from monero_operator.api.reasons import Reason

_API = "The operator and the probes ask its HTTP API."
_CONTAINER = "It has no use in a container."
_OUTPUT = "The log is the container's output."
_EXITS = "It makes xmrig print or test something and exit."
REFUSED = {
    "background": _CONTAINER,
    "config": "Name a Secret with a config.json in spec.xmrig.configSecretRef.",
    "dry-run": _EXITS,
    "export-topology": _EXITS,
    "help": _EXITS,
    "http-access-token": _API,
    "http-enabled": _API,
    "http-host": _API,
    "http-no-restricted": _API,
    "http-port": _API,
    "log-file": _OUTPUT,
    "print-platforms": _EXITS,
    "syslog": _OUTPUT,
    "version": _EXITS,
}
"""Options that no user sets, with the rest of the sentence."""

WORK = frozenset({"url", "bench", "benchmark", "stress"})
"""Options that give the miner something to do."""


class Read(msgspec.Struct, frozen=True):
    """One option of a user: how it is spelled, all that it may mean, its value."""

    spelling: str
    names: tuple[str, ...]
    value: str | None = None
    lacks_value: bool = False

    @property
    def argument(self) -> Argument:
        """The option by its whole name, or as it stands if it has none or several."""
        return Argument(self.names[0] if len(self.names) == 1 else self.spelling, self.value)


def parse(words: Iterable[str]) -> Parsed:
    """Read a user's arguments: the options that they set, and what is wrong with them."""
    read = tuple(_options(list(words)))
    return Parsed(tuple(each.argument for each in read), tuple(found for each in read for found in _findings(each)))


def _findings(read: Read) -> Iterator[Finding]:
    if read.names and REFUSED.keys() >= set(read.names):
        flag = read.names[0]
        yield arguments.finding(Reason.ARGUMENT_REFUSED, flag=flag, cure=REFUSED[flag])
    elif read.lacks_value:
        yield arguments.finding(Reason.ARGUMENT_MALFORMED, argument=read.spelling, problem="needs a value: add one")


def _options(rest: list[str]) -> Iterator[Read]:
    """Read words until there are none, or no options any more; a word without dashes is ignored, as xmrig does it."""
    while rest:
        word = rest.pop(0)
        if word == "--":
            return
        if word.startswith("--"):
            yield _whole(word, rest)
        elif word.startswith("-"):
            yield from _letters(word, rest)


def _whole(word: str, rest: list[str]) -> Read:
    spelling, equals, value = word.removeprefix("--").partition("=")
    names = xmrig_flags.matching(spelling)
    if equals or len(names) != 1 or names[0] not in xmrig_flags.VALUED:
        return Read(spelling, names, value if equals else None)
    return Read(word, names, rest.pop(0)) if rest else Read(word, names, lacks_value=True)


def _letters(word: str, rest: list[str]) -> Iterator[Read]:
    """Read letters that stand together; one that takes a value takes what follows it, or the next word."""
    letters = word.removeprefix("-")
    while letters:
        letter, letters = letters[0], letters[1:]
        names = (xmrig_flags.LETTERS[letter],) if letter in xmrig_flags.LETTERS else ()
        if not names or names[0] not in xmrig_flags.VALUED:
            yield Read(letter, names)
            continue
        value = letters or (rest.pop(0) if rest else None)
        yield Read(f"-{letter}", names, value, lacks_value=value is None)
        return


def is_solo(options: Iterable[Argument]) -> bool:
    """Say whether miners work for a node, not for a pool."""
    return Argument("daemon") in tuple(options)


def last_value(options: Iterable[Argument], flag: str) -> str | None:
    """Return the value that counts: that of the last option of this name."""
    return next((option.value for option in reversed(tuple(options)) if option.flag == flag), None)
