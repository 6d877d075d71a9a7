# SPDX-License-Identifier: Apache-2.0
"""docs/reference/aiomonero.md: the public names of the library but for the calls, which have a page of their own."""

from __future__ import annotations

from tools.generators import library_reference
from tools.generators.library_reference import Library

INTRODUCTION = """\
Every public name of `aiomonero` but for the calls of daemons and wallets, [which have a page of their own](rpc.md) \
with the values that they take and give.
The rooms stand in the order of the import law: what is above uses what is below, never the other way.
What is called `keys.address` here is `from aiomonero.keys import address` in a program.
Modules that are on neither page may change at any time.
Times are seconds where nothing else is said; what waits has a bound, and the bound is a parameter or a constant.
Calls marked `await` are coroutines, those marked `async with` are entered, all others return at once.
An address or a path that cannot be is a `ValueError`.
Whatever a daemon, a peer or the network does wrong is an [error](#errors) of the library."""


def files() -> dict[str, str]:
    """Return the page."""
    return library_reference.files(LIBRARY)


def _calls() -> list[str]:
    return ["", "Every call and what it means: [RPC calls by version](rpc.md)."]


LIBRARY = Library(
    name="aiomonero",
    contract="library",
    introduction=INTRODUCTION,
    modules={
        "testing": ("plugin", "daemons", "wallets", "server", "closed", "fakenode", "answers", "scripted", "loopback"),
        "rpc": ("daemon", "calls", "health"),
        "wallet": ("wallet", "rpc", "calls"),
        "zmq": ("subscriber", "notice", "backlog"),
        "p2p": ("client", "session", "crawler", "visitor", "frontier", "host", "visit", "report", "journal", "geoip"),
        "transport": ("call", "http", "tls", "tcp", "base"),
        "keys": ("mnemonic", "address", "derivation", "secret", "language"),
        "types": (
            "network",
            "endpoint",
            "login",
            "proxy",
            "peer_address",
            "hashes",
            "version",
            "body",
            "publication",
            "published",
            "p2p",
            "health",
        ),
    },
    first=(
        "node.Node",
        "wallet.wallet.Wallet",
        "transport.call.Policy",
        "transport.tls.Trust",
        "types.login.Login",
        "types.proxy.Proxy",
        "errors.MoneroError",
        "zmq.subscriber.Subscriber",
        "types.publication.Topic",
        "p2p.client.Client",
        "p2p.crawler.Crawler",
        "keys.mnemonic.decode",
        "keys.derivation.Keys",
        "keys.address.decode",
        "testing.plugin.monerod",
        "testing.fakenode.FakeNode",
    ),
    # The command has a page, and what turns calls and formats into bytes serves the other rooms.
    left_out=frozenset({"cli", "protocol", "methods"}),
    shown={
        "zmq.backlog": frozenset({"BacklogLimits"}),
        "testing.daemons": frozenset(
            {
                "ADDRESS",
                "QUICK",
                "REGTEST",
                "KeyPair",
                "Ports",
                "Monerod",
                "running",
                "connected",
                "until_synchronized",
                "find",
            }
        ),
        "testing.wallets": frozenset({"WalletRpc", "running", "find"}),
        "testing.server": frozenset({"Server", "StartFailed"}),
        "testing.closed": frozenset({"check"}),
        "testing.answers": frozenset({"Refusal", "Answer", "Call", "Answers", "recorded"}),
        "testing.loopback": frozenset({"free_ports"}),
        "transport.call": frozenset({"Policy"}),
        "transport.tls": frozenset({"Trust"}),
        "transport.tcp": frozenset({"TcpDialer"}),
        "p2p.report": frozenset({"Row", "Section", "Report", "summarize", "network"}),
        "p2p.journal": frozenset({"State", "Journal", "replay"}),
        "p2p.geoip": frozenset({"Place", "Places"}),
        "keys.secret": frozenset({"SecretKey", "WrongKey"}),
        "keys.language": frozenset({"Language"}),
        "types.hashes": frozenset({"Hash", "HashOrBlank", "PublicKey", "KeyImage", "Blob"}),
    },
    protocols={
        frozenset({"get", "post"}): "Its exchanges are those of `transport.base.Transport`.",
        frozenset({"receive", "send", "close"}): "It is used as any `transport.base.ByteStream`.",
        frozenset({"open"}): "It opens streams as any `transport.base.Dialer`.",
    },
    added={"rpc": _calls, "wallet": _calls},
)
