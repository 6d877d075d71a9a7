# SPDX-License-Identifier: Apache-2.0
"""Peers of a daemon: those it talks to, and those it knows."""

import msgspec


class Connection(msgspec.Struct, frozen=True, kw_only=True):
    """One P2P connection; times are in seconds, counts in bytes, rates in kB/s.

    `height` is what the peer said at the last handshake, timed sync or block of its own: it lags by several blocks
    while all daemons are equal. It is 0 while `state` is "before_handshake". `address_type` is 1 for IPv4, 2 for
    IPv6, 3 for I2P and 4 for Tor (contrib/epee/include/net/enums.h of monero 0.18).
    """

    connection_id: str
    peer_id: str
    address: str
    address_type: int
    host: str
    port: str
    incoming: bool
    state: str
    height: int
    live_time: int
    recv_count: int
    send_count: int
    recv_idle_time: int
    send_idle_time: int
    avg_download: int
    avg_upload: int
    current_download: int
    current_upload: int
    localhost: bool
    local_ip: bool
    pruning_seed: int = 0
    support_flags: int = 0
    rpc_port: int = 0
    rpc_credits_per_hash: int = 0

    @property
    def is_established(self) -> bool:
        """Whether the handshake is over, so that the height is the peer's."""
        return self.state != "before_handshake"


class KnownPeer(msgspec.Struct, frozen=True, kw_only=True):
    """An address that the daemon has for later; `last_seen` is in Unix seconds, 0 where it never was.

    `rpc_port` is the one that the peer advertises to everybody, 0 without; `pruning_seed` 0 is a whole chain.
    """

    id: int
    host: str
    port: int
    last_seen: int
    rpc_port: int = 0
    rpc_credits_per_hash: int = 0
    pruning_seed: int = 0


class PeerList(msgspec.Struct, frozen=True, kw_only=True):
    """Addresses that were reached at least once (`white`), and those that were only heard of (`gray`)."""

    white: tuple[KnownPeer, ...] = msgspec.field(name="white_list", default=())
    gray: tuple[KnownPeer, ...] = msgspec.field(name="gray_list", default=())


class PublicNode(msgspec.Struct, frozen=True, kw_only=True):
    """A peer that offers RPC to everybody; `last_seen` is in Unix seconds."""

    host: str
    rpc_port: int
    last_seen: int = 0
    rpc_credits_per_hash: int = 0


class PublicNodes(msgspec.Struct, frozen=True, kw_only=True):
    """Of the addresses that were reached (`white`) or only heard of (`gray`), those with RPC for everybody."""

    white: tuple[PublicNode, ...] = ()
    gray: tuple[PublicNode, ...] = ()
