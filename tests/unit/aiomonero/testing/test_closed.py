# SPDX-License-Identifier: Apache-2.0
"""What a test's daemon may be told without it leaving the machine."""

import pytest

from aiomonero.testing import closed


@pytest.mark.parametrize(
    "flags",
    [
        ("--add-exclusive-node=1.2.3.4:18080",),
        ("--add-exclusive-node", "1.2.3.4:18080"),
        ("--add-pri=203.0.113.9",),
        ("--seed-node=node.example:18080",),
        ("--add-peer",),
        ("--bootstrap-daemon-address=auto",),
        ("--prox=127.0.0.1:9050",),
        ("--enable-dns-blocklist",),
        ("--config-file=other.conf",),
        ("--log-level=1", "--igd=enabled"),
        ("--rpc-bind-ip=0.0.0.0", "--confirm-external-bind"),
        ("--confirm-external",),
        ("--rpc-restricted-bind-ip", "::"),
        ("--p2p-bind-ip=192.0.2.1",),
        ("--p2p-bind-ipv6-address=::",),
        ("--zmq-pub=tcp://0.0.0.0:18083",),
        ("--zmq-rpc-bind-ip=0.0.0.0",),
    ],
)
def test_a_flag_that_opens_a_daemon_is_refused(flags: tuple[str, ...]) -> None:
    """Whole or abbreviated, with its value behind an equals sign or as the next argument."""
    with pytest.raises(ValueError, match="beyond this machine"):
        closed.check(flags)


@pytest.mark.parametrize(
    "flags",
    [
        (),
        ("--add-exclusive-node=127.0.0.1:18080", "--add-peer", "[::1]:18080"),
        ("--add-priority-node=127.0.0.2",),
        ("--offline", "--no-sync", "--log-level", "2", "--p2p-use-ipv6"),
        ("--p2p-bind-ipv6-address=::1", "--p2p-bind-port-ipv6=1", "--rpc-bind-ip=127.0.0.1"),
        ("--zmq-pub=tcp://127.0.0.1:1", "--zmq-pub=ipc:///run/zmq"),
    ],
)
def test_other_flags_pass(flags: tuple[str, ...]) -> None:
    """Peers on loopback, and everything that dials nobody."""
    closed.check(flags)


@pytest.mark.parametrize(
    "flags",
    [
        ("--daemon-address=node.example:18081",),
        ("--daemon-a", "203.0.113.9:18081"),
        ("--daemon-host=node.example",),
        ("--daemon-port=18081",),
        ("--proxy=127.0.0.1:9050",),
        ("--config-file=other.conf",),
        ("--rpc-bind-ip=0.0.0.0",),
        ("--rpc-bind-ipv6-address=::",),
        ("--confirm-external-bind",),
    ],
)
def test_a_flag_that_opens_a_wallet_is_refused(flags: tuple[str, ...]) -> None:
    """It asks the daemon that it was started for, and listens on loopback."""
    with pytest.raises(ValueError, match="beyond this machine"):
        closed.check_wallet(flags)


@pytest.mark.parametrize(
    "flags",
    [("--testnet", "--restricted-rpc"), ("--rpc-bind-ip=127.0.0.1", "--kdf-rounds", "1")],
)
def test_a_wallets_other_flags_pass(flags: tuple[str, ...]) -> None:
    """All that has to do with no address."""
    closed.check_wallet(flags)


def test_without_peers_a_daemon_is_offline() -> None:
    """A daemon left alone without this flag would dial the seeds of mainnet."""
    assert closed.peers([]) == ("--offline",)
    assert closed.peers([1, 2]) == ("--add-exclusive-node=127.0.0.1:1", "--add-exclusive-node=127.0.0.1:2")
