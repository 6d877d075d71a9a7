# SPDX-License-Identifier: Apache-2.0
"""Keeps the programs of a test on this machine: what they are always told, and which flags they may not be given.

A regtest daemon that is left alone resolves the seeds of mainnet and dials them (tested with monero 0.18.0.0);
`--offline` or one exclusive peer keeps it from that. A wallet asks the daemon that it is started for, and no other.
"""

import ipaddress
from collections.abc import Collection, Iterator, Sequence

DAEMON = ("--check-updates=disabled", "--disable-dns-checkpoints", "--no-igd")
WALLET = ("--no-dns",)

_OPENS = ("config-file", "confirm-external-bind", "proxy")
_OPENS_DAEMON = (
    *_OPENS,
    "anonymous-inbound",
    "bootstrap-daemon-address",
    "check-updates",
    "enable-dns-blocklist",
    "enforce-dns-checkpointing",
    "igd",
    "tx-proxy",
)
_OPENS_WALLET = (*_OPENS, "bitmessage-address", "daemon-address", "daemon-host", "daemon-port")

_LISTENS = ("rpc-bind-ip", "rpc-bind-ipv6-address", "rpc-restricted-bind-ip", "rpc-restricted-bind-ipv6-address")
_NAMES_ADDRESS = (
    *_LISTENS,
    "add-exclusive-node",
    "add-peer",
    "add-priority-node",
    "p2p-bind-ip",
    "p2p-bind-ipv6-address",
    "seed-node",
    "zmq-pub",
    "zmq-rpc-bind-ip",
)


def peers(p2p_ports: Sequence[int]) -> tuple[str, ...]:
    """Return the flags that make these ports of loopback the only peers; `--offline` where there are none."""
    return tuple(f"--add-exclusive-node=127.0.0.1:{port}" for port in p2p_ports) or ("--offline",)


def check(flags: Sequence[str]) -> None:
    """Raise ValueError where one of a daemon's flags would let it reach beyond this machine, or be reached from there.

    monerod takes any unambiguous beginning of a flag for the whole, so a beginning counts here too.
    """
    _check(flags, _OPENS_DAEMON, _NAMES_ADDRESS)


def check_wallet(flags: Sequence[str]) -> None:
    """Raise ValueError where one of a wallet server's flags would, or would have it ask another daemon."""
    _check(flags, _OPENS_WALLET, _LISTENS)


def _check(flags: Sequence[str], opens: Collection[str], names_address: Collection[str]) -> None:
    for name, value in _settings(flags):
        if any(known.startswith(name) for known in opens):
            raise ValueError(f"--{name} opens what a test runs beyond this machine: it stays closed")
        if any(known.startswith(name) for known in names_address) and not _is_loopback(value):
            raise ValueError(f"--{name}={value} is an address beyond this machine: only those of loopback are taken")


def _settings(flags: Sequence[str]) -> Iterator[tuple[str, str]]:
    for flag, following in zip(flags, (*flags, "")[1:], strict=True):
        name, equals, value = flag.partition("=")
        if len(name) > len("--") and name.startswith("--"):
            yield name.removeprefix("--"), value if equals else following


def _is_loopback(address: str) -> bool:
    """Tell of an address with or without a port, which ZMQ writes with its scheme; a file is never elsewhere."""
    if address.startswith("ipc://"):
        return True
    place = address.removeprefix("tcp://")
    found = _parse(place) or _parse(place.rpartition(":")[0])
    return found is not None and found.is_loopback


def _parse(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None
