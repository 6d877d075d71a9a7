# SPDX-License-Identifier: Apache-2.0
"""Addresses that a daemon does not talk to; it forgets all of them when it restarts."""

import msgspec

DAY_SECONDS = 24 * 3600
"""How long daemons ban on their own account (P2P_IP_BLOCKTIME in src/cryptonote_config.h of monero 0.18)."""


class Ban(msgspec.Struct, frozen=True, kw_only=True):
    """An address ("198.51.100.7") or IPv4 subnet ("203.0.113.0/24") that is banned for another `seconds`."""

    host: str
    seconds: int


class BanChange(msgspec.Struct, frozen=True):
    """Bans an address or IPv4 subnet for `seconds`, or, not `ban`, forgives it; 0.18.0 takes no IPv6 addresses."""

    host: str
    ban: bool = True
    seconds: int = DAY_SECONDS


class BanState(msgspec.Struct, frozen=True, kw_only=True):
    """Whether one address is banned, and for how many more seconds."""

    banned: bool
    seconds: int
