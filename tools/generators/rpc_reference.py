# SPDX-License-Identifier: Apache-2.0
"""docs/reference/rpc.md: every call of the client library, and which versions of Monero have it on which port."""

from __future__ import annotations

import dataclasses
import inspect
import pathlib
import sys
from collections.abc import Iterable, Iterator, Mapping
from types import ModuleType
from typing import Any

from aiomonero.methods import catalogue
from aiomonero.methods.method import Form, Method
from aiomonero.rpc.daemon import DaemonRpc
from aiomonero.types.version import RpcVersion
from aiomonero.wallet.rpc import WalletRpc
from tools.generators import signatures
from tools.generators.reference import NOTE

PAGE = "docs/reference/rpc.md"

INTRODUCTION = """\
Each call is a coroutine with the name of its method: `await node.rpc.get_info()`;
only `generateblocks` is spelled `generate_blocks`.
What iterates makes as many calls as it takes: `async for height, block in node.rpc.iterate_blocks(…)`.
Whatever comes back is a frozen [value](#values); what some version does not send is `None` there.
`within` gives a call another deadline than its own: `await node.rpc.within(60).get_info()`.

| column of a version | it has the method |
|---|---|
| all | always |
| owner | but not on a daemon's restricted port, which is for everybody, or with a wallet server's `--restricted-rpc` |
| no | never |

On every build these tables are compared with real servers of 0.18.0.0, 0.18.4.0 and Debian's newest:
the names of all endpoints are read out of the program's own file, and the running program is asked for each;
every call to a daemon is made on both ports, over plain HTTP, and over a proxy with TLS and a login.
What a patch of 0.18.5 took from restricted ports is told by the call: all of them have one RPC version.
Payment for RPC is left out but for its own calls ([decision 17](../decisions/0017-payment-for-rpc.md)).
While it synchronizes, a daemon before 0.19 can have a bootstrap daemon answer;
`Policy(takes_untrusted=False)` refuses such answers.
What is said of 0.19, and of later wallets, was read in their source, and no test runs it yet."""


@dataclasses.dataclass(frozen=True, slots=True)
class Server:
    """A program with an RPC, its topics, and the versions that are told apart."""

    title: str
    text: str
    rpc: type
    methods: Mapping[str, Method[Any, Any]]
    releases: Mapping[str, RpcVersion]


SERVERS = (
    Server(
        "Daemon",
        "`node.rpc` of `aiomonero.node.Node`.",
        DaemonRpc,
        catalogue.of_daemon(),
        {
            "0.18.0": RpcVersion(3, 10),
            "0.18.4": RpcVersion(3, 14),
            "0.18.5": RpcVersion(3, 16),
            "0.19": RpcVersion(3, 18),
        },
    ),
    Server(
        "Wallet",
        "`aiomonero.wallet.wallet.Wallet` has these calls itself: `await wallet.get_balance()`. "
        "Its restricted port is a server that was started with `--restricted-rpc`.",
        WalletRpc,
        catalogue.of_wallet(),
        {
            "0.18.0": RpcVersion(1, 25),
            "0.18.4": RpcVersion(1, 28),
            "0.18.5": RpcVersion(1, 32),
            "later": RpcVersion(1, 34),
        },
    ),
)


def files() -> dict[str, str]:
    """Return the page."""
    lines = [NOTE, "# Calls and the versions that have them", "", INTRODUCTION]
    for server in SERVERS:
        lines += _server(server)
    lines += _values(SERVERS)
    return {PAGE: "\n".join(lines) + "\n"}


def _server(server: Server) -> Iterator[str]:
    yield from ("", f"## {server.title}", "", server.text, "", *_totals(server))
    for topic in _topics(server):
        yield from _topic(topic, server)


def _topics(server: Server) -> Iterator[type]:
    """Yield the classes that the server's calls were gathered from."""
    for each in server.rpc.__mro__[1:]:
        if any(inspect.iscoroutinefunction(call) or inspect.isasyncgenfunction(call) for call in vars(each).values()):
            yield each


def _totals(server: Server) -> Iterator[str]:
    """Yield how many methods each version has, and on which ports."""
    yield f"| {server.title.lower()} | RPC version | methods | of them for all |"
    yield "|---|---|---|---|"
    for name, version in server.releases.items():
        there = [method for method in server.methods.values() if version in method.versions]
        public = [method for method in there if _where(method, version) == "all"]
        yield f"| {name} | {version} | {len(there)} | {len(public)} |"


def _topic(topic: type, server: Server) -> Iterator[str]:
    module = sys.modules[topic.__module__]
    name = topic.__module__.rpartition(".")[2]
    yield from ("", f"### {name.capitalize()}", "", *_sentences(topic.__doc__ or ""), "")
    yield f"| call | asked as | {' | '.join(server.releases)} | meaning |"
    yield f"|---|---|{'---|' * len(server.releases)}---|"
    source = signatures.read(pathlib.Path(module.__file__ or ""))
    for call in next(each for each in source.classes if each.name == topic.__name__).methods:
        yield _row(call, server)


def _row(call: signatures.Name, server: Server) -> str:
    asked = _asked(getattr(server.rpc, _called(call)), server)
    names = ", ".join(f"`{name}`" for method in asked for name in _names(method))
    code = call.code.removeprefix("await ").replace("|", r"\|")
    where = [_where_all(asked, version) for version in server.releases.values()]
    return f"| {' | '.join([f'`{code}`', names, *where, ' '.join(call.text.split())])} |"


def _asked(function: Any, server: Server) -> list[Method[Any, Any]]:
    """Return the methods that a call names in its code, or, where it names none, those of the calls that it makes."""
    constants = dict(_constants(sys.modules[function.__module__]))
    names = function.__code__.co_names
    if own := [constants[name] for name in names if name in constants]:
        return own
    calls = [getattr(server.rpc, name) for name in names if not name.startswith("_") and hasattr(server.rpc, name)]
    return [method for call in calls for method in _asked(call, server)]


def _constants(module: ModuleType) -> Iterator[tuple[str, Method[Any, Any]]]:
    for topic in vars(module).values():
        if isinstance(topic, ModuleType) and topic.__name__.startswith("aiomonero.methods."):
            yield from ((name, value) for name, value in vars(topic).items() if isinstance(value, Method))


def _called(call: signatures.Name) -> str:
    return call.code.removeprefix("await ").partition("(")[0]


def _names(method: Method[Any, Any]) -> tuple[str, ...]:
    return (method.name if method.form is Form.JSON_RPC else method.path, *method.aliases)


def _where_all(methods: list[Method[Any, Any]], version: RpcVersion) -> str:
    """Return where all of them are."""
    places = {_where(method, version) for method in methods}
    return next(place for place in ("no", "owner", "all") if place in places)


def _where(method: Method[Any, Any], version: RpcVersion) -> str:
    if version not in method.versions:
        return "no"
    return "all" if method.is_public and version in method.public else "owner"


def _values(servers: Iterable[Server]) -> Iterator[str]:
    """Yield what the calls take and give, by the file it lives in."""
    yield from ("", "## Values", "", "By the file below `aiomonero.types` that they live in.")
    topics = [sys.modules[topic.__module__] for server in servers for topic in _topics(server)]
    classes = {value for topic in topics for value in vars(topic).values() if _is_value(value)}
    for place in sorted({each.__module__ for each in classes}):
        yield from ("", f"### {place.removeprefix('aiomonero.types.')}")
        for each in signatures.read(pathlib.Path(sys.modules[place].__file__ or "")).classes:
            yield from _value(each)


def _is_value(value: object) -> bool:
    return isinstance(value, type) and value.__module__.startswith("aiomonero.types.")


def _value(value: signatures.Class) -> Iterator[str]:
    yield from ("", f"**{value.name}**: {' '.join(value.text.split())}")
    names = [f"`{name.code}`" for name in (*value.fields, *value.methods)]
    yield from ("", ", ".join(names)) if names else ()


def _sentences(docstring: str) -> Iterator[str]:
    yield from " ".join(docstring.split()).replace(". ", ".\n").split("\n")
