# SPDX-License-Identifier: Apache-2.0
"""Addresses that a daemon does not talk to; it forgets all of them when it restarts."""

import msgspec


class Ban(msgspec.Struct, frozen=True, kw_only=True):
    """An address ("198.51.100.7") or IPv4 subnet ("203.0.113.0/24") that is banned for another `seconds`."""

    host: str
    seconds: int


class BanChange(msgspec.Struct, frozen=True):
    """Bans an address or IPv4 subnet for `seconds` (the daemon takes a day where they are 0), or forgives it."""

    host: str
    ban: bool = True
    seconds: int = 0


class BanState(msgspec.Struct, frozen=True, kw_only=True):
    """Whether one address is banned, and for how many more seconds."""

    banned: bool
    seconds: int
