# SPDX-License-Identifier: Apache-2.0
"""Payment for RPC by mining, which daemons before 0.19 can ask for, and the count of calls that came with it.

A credit is what a daemon gives for hashes and takes for calls. None of this works unless the daemon asks for payment,
but the count of calls does.
"""

from typing import ClassVar

import msgspec

from aiomonero.types.discreet import Discreet
from aiomonero.types.hashes import Blob, HashOrBlank


class AccessInfo(msgspec.Struct, frozen=True, kw_only=True):
    """What to mine for credits, and how many there are; hex texts are "" and numbers 0 where nothing has to be paid.

    `cookie` goes back with the nonce that was found.
    """

    credits: int
    hashing_blob: Blob
    seed_hash: HashOrBlank
    next_seed_hash: HashOrBlank
    seed_height: int
    height: int
    cookie: int
    difficulty: int = msgspec.field(name="diff")
    credits_per_hash_found: int


class CallCount(msgspec.Struct, frozen=True, kw_only=True):
    """How often one handler was asked on all ports since the start; handlers are not named quite like methods."""

    rpc: str
    count: int
    time_nanoseconds: int = msgspec.field(name="time")
    credits: int


class Account(Discreet, frozen=True, kw_only=True):
    """One client's credits and what its nonces were; `last_update_time` is in Unix seconds."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"client"})

    client: str
    balance: int
    last_update_time: int
    credits_total: int
    credits_used: int
    nonces_good: int
    nonces_stale: int
    nonces_bad: int
    nonces_dupe: int


class AccessData(msgspec.Struct, frozen=True, kw_only=True):
    """All clients' accounts, and the hashes per second that they mine together."""

    hashrate: int
    entries: tuple[Account, ...] = ()
