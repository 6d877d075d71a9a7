# SPDX-License-Identifier: Apache-2.0
"""Methods that look at the chain for the wallet, now or in the background."""

import types
from typing import ClassVar

import msgspec

from aiomonero.methods.method import HOURS, MINUTES, Done, Method
from aiomonero.methods.wallet import versions
from aiomonero.types.discreet import Discreet
from aiomonero.types.wallet.history import Refreshed


class HeightResult(msgspec.Struct, frozen=True):
    """How many blocks the wallet has looked at."""

    height: int


class RefreshParams(msgspec.Struct, frozen=True):
    """From which height on to look; 0 goes on where the wallet left off."""

    start_height: int


class AutoRefreshParams(msgspec.Struct, frozen=True):
    """Whether to look at the chain without being asked, and every how many seconds (0: the server's default, 20)."""

    enable: bool
    period_seconds: int = msgspec.field(name="period")


class RescanParams(msgspec.Struct, frozen=True):
    """`hard` forgets what cannot be found in the chain again: notes, keys of transactions, destinations."""

    hard: bool


class TxidsParams(msgspec.Struct, frozen=True):
    """Transactions by their hashes."""

    txids: tuple[str, ...]


class SetupBackgroundSyncParams(Discreet, frozen=True):
    """How the wallet may sync while its spend key is away.

    `background_sync_type` is "off", "reuse-wallet-password" or "custom-password".
    """

    SECRETS: ClassVar[frozenset[str]] = frozenset({"wallet_password", "background_cache_password"})

    background_sync_type: str
    wallet_password: str
    background_cache_password: str


class StopBackgroundSyncParams(Discreet, frozen=True):
    """What brings the spend key back: the password, or the seed."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"wallet_password", "seed", "seed_offset"})

    wallet_password: str
    seed: str
    seed_offset: str


GET_HEIGHT = Method(
    "get_height", types.NoneType, HeightResult, is_public=True, versions=versions.ALWAYS, aliases=("getheight",)
)
REFRESH = Method("refresh", RefreshParams, Refreshed, is_public=False, versions=versions.ALWAYS, patience_seconds=HOURS)
AUTO_REFRESH = Method("auto_refresh", AutoRefreshParams, Done, is_public=False, versions=versions.ALWAYS)
RESCAN_BLOCKCHAIN = Method(
    "rescan_blockchain", RescanParams, Done, is_public=False, versions=versions.ALWAYS, patience_seconds=HOURS
)
RESCAN_SPENT = Method(
    "rescan_spent", types.NoneType, Done, is_public=False, versions=versions.ALWAYS, patience_seconds=HOURS
)
SCAN_TX = Method("scan_tx", TxidsParams, Done, is_public=False, versions=versions.ALWAYS, patience_seconds=MINUTES)
SETUP_BACKGROUND_SYNC = Method(
    "setup_background_sync", SetupBackgroundSyncParams, Done, is_public=False, versions=versions.SINCE_1_28
)
START_BACKGROUND_SYNC = Method(
    "start_background_sync", types.NoneType, Done, is_public=False, versions=versions.SINCE_1_28
)
STOP_BACKGROUND_SYNC = Method(
    "stop_background_sync", StopBackgroundSyncParams, Done, is_public=False, versions=versions.SINCE_1_28
)
