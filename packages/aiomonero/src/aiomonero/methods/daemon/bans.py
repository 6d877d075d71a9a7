# SPDX-License-Identifier: Apache-2.0
"""Methods about the addresses that the daemon does not talk to."""

import types

import msgspec

from aiomonero.methods.method import Done, Method
from aiomonero.types.ban import Ban, BanChange, BanState


class BansResult(msgspec.Struct, frozen=True):
    """All bans; daemons leave an empty list out."""

    bans: tuple[Ban, ...] = ()


class SetBansParams(msgspec.Struct, frozen=True):
    """What to ban and what to forgive, one after the other."""

    bans: tuple[BanChange, ...]


class BannedParams(msgspec.Struct, frozen=True):
    """Names an address."""

    address: str


GET_BANS = Method("get_bans", types.NoneType, BansResult, is_public=False)
SET_BANS = Method("set_bans", SetBansParams, Done, is_public=False)
BANNED = Method("banned", BannedParams, BanState, is_public=False)
