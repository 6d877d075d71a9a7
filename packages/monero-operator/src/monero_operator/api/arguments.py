# SPDX-License-Identifier: Apache-2.0
"""monerod's arguments: read as monerod reads them, checked, and merged flag by flag with the operator's own.

monerod parses with boost: a flag that takes a value takes the next argument whatever it looks like, abbreviations are
accepted, and an argument without dashes is a command to a running daemon. A wrong argument becomes a finding, a
sentence for the condition ConfigValid, never an exception.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable

import msgspec

from aiomonero.types.network import Network
from monero_operator.api import expressions, monerod_flags, reasons
from monero_operator.api.monerod_flags import Kind
from monero_operator.api.reasons import Reason

_NETWORK_FLAGS = {"testnet": Network.TESTNET, "stagenet": Network.STAGENET, "regtest": Network.REGTEST}

_ONE_PORT_PER_PURPOSE = "Ports and addresses are fixed, and Services lead to them."
_LOGIN = "Name a Secret in rpc.loginSecretRef."
_TLS = "Name a Secret in rpc.tlsSecretRef."
_CLIENT_CERTIFICATES = "Certificates of clients are not asked for: use rpc.loginSecretRef."
_CONTAINER = "It has no use in a container."
_RUNS_A_PROGRAM = "It runs any program of the image."
REFUSED = {
    "config-file": "Write its lines as arguments.",
    "data-dir": "The chain lives on the node's volume.",
    "log-file": "The log is the container's output.",
    "detach": _CONTAINER,
    "pidfile": _CONTAINER,
    "block-notify": _RUNS_A_PROGRAM,
    "block-rate-notify": _RUNS_A_PROGRAM,
    "reorg-notify": _RUNS_A_PROGRAM,
    "non-interactive": "It is always set.",
    "help": "It makes monerod print and exit.",
    "version": "It makes monerod print and exit.",
    "os-version": "It makes monerod print and exit.",
    "restricted-rpc": "Clients reach the restricted RPC only.",
    "rpc-login": _LOGIN,
    "rpc-ssl": _TLS,
    "rpc-ssl-certificate": _TLS,
    "rpc-ssl-private-key": _TLS,
    "rpc-ssl-allow-chained": _CLIENT_CERTIFICATES,
    "rpc-ssl-allowed-fingerprints": _CLIENT_CERTIFICATES,
    "rpc-ssl-ca-certificates": _CLIENT_CERTIFICATES,
    "zmq-pub": "Set monerod.zmq.",
    "confirm-external-bind": _ONE_PORT_PER_PURPOSE,
    "confirm-zmq-rpc-external-bind": _ONE_PORT_PER_PURPOSE,
    "p2p-bind-ip": _ONE_PORT_PER_PURPOSE,
    "p2p-bind-ipv6-address": _ONE_PORT_PER_PURPOSE,
    "p2p-bind-port": _ONE_PORT_PER_PURPOSE,
    "p2p-bind-port-ipv6": _ONE_PORT_PER_PURPOSE,
    "p2p-external-port": _ONE_PORT_PER_PURPOSE,
    "rpc-bind-ip": _ONE_PORT_PER_PURPOSE,
    "rpc-bind-ipv6-address": _ONE_PORT_PER_PURPOSE,
    "rpc-bind-port": _ONE_PORT_PER_PURPOSE,
    "rpc-restricted-bind-ip": _ONE_PORT_PER_PURPOSE,
    "rpc-restricted-bind-ipv6-address": _ONE_PORT_PER_PURPOSE,
    "rpc-restricted-bind-port": _ONE_PORT_PER_PURPOSE,
    "zmq-rpc-bind-ip": _ONE_PORT_PER_PURPOSE,
    "zmq-rpc-bind-port": _ONE_PORT_PER_PURPOSE,
}
"""Flags that no user sets, with the rest of the sentence."""

OPENS_NETWORK = frozenset(
    {
        "add-exclusive-node",
        "add-peer",
        "add-priority-node",
        "anonymous-inbound",
        "bootstrap-daemon-address",
        "bootstrap-daemon-login",
        "bootstrap-daemon-proxy",
        "check-updates",
        "enable-dns-blocklist",
        "enforce-dns-checkpointing",
        "igd",
        "offline",
        "proxy",
        "proxy-allow-dns-leaks",
        "seed-node",
        "tx-proxy",
    }
)
"""Flags by which a node of a closed network would dial or ask somebody else, or cut itself off."""

OPENS_REGTEST = OPENS_NETWORK - {"add-exclusive-node", "offline"}
"""Of these two, each keeps a node of regtest, whose network id is mainnet's, from looking for peers on mainnet."""


class Argument(msgspec.Struct, frozen=True):
    """A flag by its whole name, without dashes; a switch has no value."""

    flag: str
    value: str | None = None

    def __str__(self) -> str:
        return f"--{self.flag}" if self.value is None else f"--{self.flag}={self.value}"


class Finding(msgspec.Struct, frozen=True):
    """Why a spec cannot be carried out."""

    reason: Reason
    message: str


class Parsed(msgspec.Struct, frozen=True):
    """The arguments that make sense, in their order, and what is wrong with the others."""

    arguments: tuple[Argument, ...] = ()
    findings: tuple[Finding, ...] = ()


def finding(reason: Reason, **values: object) -> Finding:
    """Return a finding with its reason's sentence."""
    return Finding(reason, reasons.sentence(reason, **values))


def malformed(field: str, value: object, problem: str) -> Finding:
    """Return the finding for a value that cannot be read."""
    return finding(Reason.VALUE_MALFORMED, field=field, value=value, problem=problem)


def contradicting(field: str, value: object, problem: str) -> Finding:
    """Return the finding for a value that another one does not go with."""
    return finding(Reason.VALUES_CONTRADICT, field=field, value=value, problem=problem)


def parse(words: Iterable[str]) -> Parsed:
    """Read a user's arguments, abbreviations expanded."""
    arguments: list[Argument] = []
    findings: list[Finding] = []
    rest = list(words)
    while rest:
        read = _one_flag(_read(rest))
        if isinstance(read, Finding):
            findings.append(read)
        else:
            arguments.append(read)
    return Parsed(tuple(arguments), tuple(findings + _repeated(arguments) + _unfilled(arguments)))


def _read(rest: list[str]) -> Argument | Finding:
    """Take one argument off the front of the rest, with its value if that is a word of its own."""
    word = rest.pop(0)
    if not word.startswith("--") or len(word.partition("=")[0]) == len("--"):
        problem = "is no flag; flags start with two dashes, and a value follows the flag that takes it"
        return finding(Reason.ARGUMENT_MALFORMED, argument=word, problem=problem)
    spelling, equals, value = word.removeprefix("--").partition("=")
    names = monerod_flags.matching(spelling)
    if len(names) > 1:
        _skip_value(rest, has_value=bool(equals))
        candidates = " or ".join(f"--{name}" for name in names)
        return finding(Reason.ARGUMENT_AMBIGUOUS, argument=word, candidates=candidates)
    if not names:
        return Argument(spelling, value if equals else _skip_value(rest, has_value=False))
    return _known(word, names[0], value if equals else None, rest)


def _one_flag(read: Argument | Finding) -> Argument | Finding:
    """Refuse several flags in one word: monerod would take them for one, and a value for the rest of the word."""
    if isinstance(read, Finding):
        return read
    if re.search(r"[\r\n]", read.value or ""):
        # Some arguments become lines of a file.
        return finding(Reason.ARGUMENT_MALFORMED, argument=str(read), problem="contains a line break: remove it")
    if not (re.search(r"\s", read.flag) or re.search(r"\s--", read.value or "")):
        return read
    problem = "contains a blank: write each flag as an entry of its own, as --flag or --flag=value"
    return finding(Reason.ARGUMENT_MALFORMED, argument=str(read), problem=problem)


def _skip_value(rest: list[str], *, has_value: bool) -> str | None:
    """Take the next word as the value of a flag that may or may not have one: no word of its own is a plain word."""
    if has_value or not rest or rest[0].startswith("--"):
        return None
    return rest.pop(0)


def _known(word: str, flag: str, value: str | None, rest: list[str]) -> Argument | Finding:
    takes_value = monerod_flags.FLAGS[flag].kind is not Kind.SWITCH
    if not takes_value and value is not None:
        return finding(Reason.ARGUMENT_MALFORMED, argument=word, problem="takes no value: remove it")
    if takes_value and value is None and rest:
        value = rest.pop(0)
    if takes_value and not value:
        return finding(Reason.ARGUMENT_MALFORMED, argument=word, problem="needs a value: add one")
    return Argument(flag, value)


def _repeated(arguments: list[Argument]) -> list[Finding]:
    counts = Counter(argument.flag for argument in arguments)
    return [
        finding(Reason.ARGUMENT_REPEATED, flag=flag)
        for flag, count in counts.items()
        if count > 1 and flag in monerod_flags.FLAGS and monerod_flags.FLAGS[flag].kind is not Kind.REPEATABLE
    ]


def _unfilled(arguments: list[Argument]) -> list[Finding]:
    found = expressions.problems(str(argument) for argument in arguments)
    return [finding(Reason.ARGUMENT_MALFORMED, argument=word, problem=problem) for word, problem in found]


def refused(arguments: Iterable[Argument]) -> tuple[Finding, ...]:
    """Return a finding for each flag that no user sets."""
    flags = dict.fromkeys(argument.flag for argument in arguments)
    return tuple(finding(Reason.ARGUMENT_REFUSED, flag=flag, cure=REFUSED[flag]) for flag in flags if flag in REFUSED)


def opening(arguments: Iterable[Argument], opens: Collection[str]) -> tuple[Finding, ...]:
    """Return a finding for each of these flags that would open what is closed."""
    flags = dict.fromkeys(argument.flag for argument in arguments)
    return tuple(finding(Reason.ARGUMENT_OPENS_NETWORK, flag=flag) for flag in flags if flag in opens)


def network_of(arguments: Iterable[Argument]) -> Network | Finding:
    """Return the network that arguments name, mainnet if they name none."""
    flags = sorted({argument.flag for argument in arguments} & _NETWORK_FLAGS.keys())
    if len(flags) > 1:
        return finding(Reason.NETWORKS_CONTRADICT, flags=" and ".join(f"--{flag}" for flag in flags))
    return _NETWORK_FLAGS[flags[0]] if flags else Network.MAINNET


def naming_network(arguments: tuple[Argument, ...], network: Network) -> tuple[Argument, ...]:
    """Return arguments that name the network, which the resource may have named elsewhere."""
    flag = next((flag for flag, named in _NETWORK_FLAGS.items() if named is network), None)
    if flag is None or Argument(flag) in arguments:
        return arguments
    return (Argument(flag), *arguments)


def merge(defaults: Iterable[Argument], user: Iterable[Argument]) -> tuple[Argument, ...]:
    """Return our defaults that the user does not override, then the user's arguments in the user's order.

    Unknown flags come last: one that takes a value takes the next word, which then is no flag that we count on.
    """
    wanted = tuple(user)
    overridden = {argument.flag for argument in wanted}
    ours = (argument for argument in defaults if argument.flag not in overridden)
    return (*ours, *sorted(wanted, key=lambda argument: argument.flag not in monerod_flags.FLAGS))
