# SPDX-License-Identifier: Apache-2.0
"""Every flag of monerod from 0.18.0 to 0.19, and how it is written.

What a flag takes was asked of the daemons themselves: `monerod --help --FLAG … --FLAG …` refuses a single-valued flag
that is given twice, and a switch that is given a value. A flag that is not in here passes through,
behind all others.
"""

import enum

import msgspec


class Kind(enum.Enum):
    """How often a flag may be given, and whether a value follows."""

    SWITCH = "switch"
    SINGLE = "single"
    REPEATABLE = "repeatable"


class Flag(msgspec.Struct, frozen=True):
    """A flag without its dashes; `since` and `until` (the first version without it) are versions of monerod."""

    name: str
    kind: Kind
    since: str = ""
    until: str = ""


_SWITCHES = frozenset(
    {
        "allow-local-ip",
        "bg-mining-enable",
        "bg-mining-ignore-battery",
        "confirm-external-bind",
        "confirm-zmq-rpc-external-bind",
        "db-salvage",
        "detach",
        "disable-dns-checkpoints",
        "disable-rpc-ban",
        "enable-dns-blocklist",
        "enforce-dns-checkpointing",
        "fluffy-blocks",
        "help",
        "hide-my-port",
        "keep-alt-blocks",
        "keep-fakechain",
        "no-fluffy-blocks",
        "no-igd",
        "no-sync",
        "no-zmq",
        "non-interactive",
        "offline",
        "os-version",
        "p2p-ignore-ipv4",
        "p2p-use-ipv6",
        "pad-transactions",
        "proxy-allow-dns-leaks",
        "prune-blockchain",
        "public-node",
        "regtest",
        "restricted-rpc",
        "restricted-zmq-rpc",
        "rpc-ignore-ipv4",
        "rpc-payment-allow-free-loopback",
        "rpc-ssl-allow-any-cert",
        "rpc-ssl-allow-chained",
        "rpc-use-ipv6",
        "stagenet",
        "sync-pruned-blocks",
        "test-drop-download",
        "testnet",
        "version",
    }
)
_SINGLE = frozenset(
    {
        "ban-list",
        "batch-max-weight",
        "bg-mining-idle-threshold",
        "bg-mining-min-idle-interval",
        "bg-mining-miner-target",
        "block-download-max-size",
        "block-notify",
        "block-rate-notify",
        "block-sync-size",
        "bootstrap-daemon-address",
        "bootstrap-daemon-login",
        "bootstrap-daemon-proxy",
        "check-updates",
        "config-file",
        "data-dir",
        "db-sync-mode",
        "extra-messages-file",
        "fast-block-sync",
        "fixed-difficulty",
        "igd",
        "in-peers",
        "limit-rate",
        "limit-rate-down",
        "limit-rate-up",
        "log-file",
        "log-level",
        "max-concurrency",
        "max-connections-per-ip",
        "max-log-file-size",
        "max-log-files",
        "max-txpool-weight",
        "mining-threads",
        "out-peers",
        "p2p-bind-ip",
        "p2p-bind-ipv6-address",
        "p2p-bind-port",
        "p2p-bind-port-ipv6",
        "p2p-external-port",
        "pidfile",
        "prep-blocks-threads",
        "proxy",
        "reorg-notify",
        "rpc-access-control-origins",
        "rpc-bind-ip",
        "rpc-bind-ipv6-address",
        "rpc-bind-port",
        "rpc-login",
        "rpc-max-connections",
        "rpc-max-connections-per-private-ip",
        "rpc-max-connections-per-public-ip",
        "rpc-payment-address",
        "rpc-payment-credits",
        "rpc-payment-difficulty",
        "rpc-response-soft-limit",
        "rpc-restricted-bind-ip",
        "rpc-restricted-bind-ipv6-address",
        "rpc-restricted-bind-port",
        "rpc-ssl",
        "rpc-ssl-ca-certificates",
        "rpc-ssl-certificate",
        "rpc-ssl-private-key",
        "show-time-stats",
        "span-limit",
        "start-mining",
        "test-dbg-lock-sleep",
        "test-drop-download-height",
        "tos-flag",
        "zmq-rpc-bind-ip",
        "zmq-rpc-bind-port",
    }
)
_REPEATABLE = frozenset(
    {
        "add-exclusive-node",
        "add-peer",
        "add-priority-node",
        "anonymous-inbound",
        "rpc-ssl-allowed-fingerprints",
        "seed-node",
        "tx-proxy",
        "zmq-pub",
    }
)
# The connection limits are older in Debian's 0.18.0, which carries them as a backport.
_SINCE = {
    "batch-max-weight": "0.19",
    "confirm-zmq-rpc-external-bind": "0.18.5",
    "restricted-zmq-rpc": "0.18.5",
    "rpc-max-connections": "0.18.4",
    "rpc-max-connections-per-private-ip": "0.18.4",
    "rpc-max-connections-per-public-ip": "0.18.4",
    "rpc-response-soft-limit": "0.18.4",
    "span-limit": "0.19",
}
_UNTIL = {
    "bootstrap-daemon-address": "0.19",
    "bootstrap-daemon-login": "0.19",
    "bootstrap-daemon-proxy": "0.19",
    "fluffy-blocks": "0.19",
    "no-fluffy-blocks": "0.18.4",
    "os-version": "0.19",
    "rpc-payment-address": "0.19",
    "rpc-payment-allow-free-loopback": "0.19",
    "rpc-payment-credits": "0.19",
    "rpc-payment-difficulty": "0.19",
    "test-drop-download": "0.19",
    "test-drop-download-height": "0.19",
}


def _flags() -> dict[str, Flag]:
    kinds = ((_SWITCHES, Kind.SWITCH), (_SINGLE, Kind.SINGLE), (_REPEATABLE, Kind.REPEATABLE))
    flags = (
        Flag(name, kind, _SINCE.get(name, ""), _UNTIL.get(name, "")) for names, kind in kinds for name in sorted(names)
    )
    return {flag.name: flag for flag in flags}


FLAGS = _flags()


def matching(spelling: str) -> tuple[str, ...]:
    """Return the flags that a spelling can mean in any known version: itself, or else all that it abbreviates."""
    if spelling in FLAGS:
        return (spelling,)
    return tuple(sorted(name for name in FLAGS if name.startswith(spelling)))
