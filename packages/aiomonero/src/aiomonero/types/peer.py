# SPDX-License-Identifier: Apache-2.0
"""Peers of a daemon: those it talks to, and those it knows."""

import enum
from typing import Self

import msgspec

from aiomonero.types.peer_address import AddressKind


class PeerState(enum.StrEnum):
    """What the daemon does with a peer (src/cryptonote_basic/connection_context.h of monero 0.18)."""

    BEFORE_HANDSHAKE = "before_handshake"
    SYNCHRONIZING = "synchronizing"
    STANDBY = "standby"
    IDLE = "idle"
    NORMAL = "normal"
    OTHER = "other"
    """What this library does not know yet."""

    @classmethod
    def _missing_(cls, _: object) -> Self:
        return cls("other")


class Connection(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One P2P connection.

    `height` is what the peer said at the last handshake, timed sync or block of its own: it lags by several blocks
    while all daemons are equal. It is 0 while `state` is BEFORE_HANDSHAKE. `address_type` is the number of
    `address_kind`.
    """

    connection_id: str
    peer_id: str
    address: str
    address_type: int
    host: str
    port: str
    incoming: bool
    state: PeerState
    height: int
    live_seconds: int = msgspec.field(name="live_time")
    received_bytes: int = msgspec.field(name="recv_count")
    sent_bytes: int = msgspec.field(name="send_count")
    receive_idle_seconds: int = msgspec.field(name="recv_idle_time")
    send_idle_seconds: int = msgspec.field(name="send_idle_time")
    average_download_kib_per_second: int = msgspec.field(name="avg_download")
    average_upload_kib_per_second: int = msgspec.field(name="avg_upload")
    current_download_kib_per_second: int = msgspec.field(name="current_download")
    current_upload_kib_per_second: int = msgspec.field(name="current_upload")
    localhost: bool
    local_ip: bool
    pruning_seed: int = 0
    support_flags: int = 0
    rpc_port: int = 0
    rpc_credits_per_hash: int = 0

    @property
    def is_established(self) -> bool:
        """Whether the handshake is over, so that the height is the peer's."""
        return self.state != PeerState.BEFORE_HANDSHAKE

    @property
    def address_kind(self) -> AddressKind | None:
        """The network of its address, None where that is unknown here."""
        return next((kind for kind in AddressKind if kind == self.address_type), None)


class KnownPeer(msgspec.Struct, frozen=True, kw_only=True, gc=False):
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


class PublicNode(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A peer that offers RPC to everybody; `last_seen` is in Unix seconds."""

    host: str
    rpc_port: int
    last_seen: int = 0
    rpc_credits_per_hash: int = 0


class PublicNodes(msgspec.Struct, frozen=True, kw_only=True):
    """Of the addresses that were reached (`white`) or only heard of (`gray`), those with RPC for everybody."""

    white: tuple[PublicNode, ...] = ()
    gray: tuple[PublicNode, ...] = ()
