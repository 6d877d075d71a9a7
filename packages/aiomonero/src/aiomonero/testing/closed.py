# SPDX-License-Identifier: Apache-2.0
"""Keeps a daemon of a test on this machine: what it is always told, and which flags it may not be given.

A regtest daemon that is left alone resolves the seeds of mainnet and dials them (tested with monero 0.18.0.0);
`--offline` or one exclusive peer keeps it from that.
"""

import ipaddress
from collections.abc import Iterator, Sequence

DAEMON = ("--check-updates=disabled", "--disable-dns-checkpoints", "--no-igd")
WALLET = ("--no-dns",)

_DIALS = ("add-exclusive-node", "add-peer", "add-priority-node", "seed-node")
_OPENS = (
    "anonymous-inbound",
    "bootstrap-daemon-address",
    "check-updates",
    "config-file",
    "enable-dns-blocklist",
    "enforce-dns-checkpointing",
    "igd",
    "proxy",
    "tx-proxy",
)


def peers(p2p_ports: Sequence[int]) -> tuple[str, ...]:
    """Return the flags that make these ports of loopback the only peers; `--offline` where there are none."""
    return tuple(f"--add-exclusive-node=127.0.0.1:{port}" for port in p2p_ports) or ("--offline",)


def check(flags: Sequence[str]) -> None:
    """Raise ValueError where one of the daemon's flags would let it reach beyond this machine.

    monerod takes any unambiguous beginning of a flag for the whole, so a beginning counts here too.
    """
    for name, value in _settings(flags):
        if any(known.startswith(name) for known in _OPENS):
            raise ValueError(f"--{name} lets a daemon reach beyond this machine: a test's daemon stays closed")
        if any(known.startswith(name) for known in _DIALS) and not _is_loopback(value):
            raise ValueError(f"--{name}={value} names a peer beyond this machine: only loopback addresses are dialled")


def _settings(flags: Sequence[str]) -> Iterator[tuple[str, str]]:
    for flag, following in zip(flags, (*flags, "")[1:], strict=True):
        name, equals, value = flag.partition("=")
        if len(name) > len("--") and name.startswith("--"):
            yield name.removeprefix("--"), value if equals else following


def _is_loopback(address: str) -> bool:
    host = address.rpartition(":")[0].strip("[]") or address
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
