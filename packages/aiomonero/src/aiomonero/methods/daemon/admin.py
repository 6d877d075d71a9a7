# SPDX-License-Identifier: Apache-2.0
"""Methods for whoever runs the daemon: its log, its database, its program, its end."""

import types
from typing import ClassVar

import msgspec

from aiomonero.methods.method import HOURS, MINUTES, UNTIL_0_19, Done, Form, Method
from aiomonero.types.discreet import Discreet
from aiomonero.types.upkeep import Pruning, Update, UpdateCommand


class LogLevelParams(msgspec.Struct, frozen=True):
    """From 0, little, to 4, everything."""

    level: int


class LogCategoriesParams(msgspec.Struct, frozen=True):
    """What to log of which topics, such as "*:WARNING,net.p2p:DEBUG"; "+" and "-" in front add and remove."""

    categories: str


class LogCategoriesResult(msgspec.Struct, frozen=True):
    """What is logged now."""

    categories: str


class PruneParams(msgspec.Struct, frozen=True):
    """Whether to look only."""

    check: bool


class FlushCacheParams(msgspec.Struct, frozen=True):
    """Which memory of invalid things to give up; that of transactions was only in 0.18.0."""

    bad_blocks: bool
    bad_txs: bool


class PopBlocksParams(msgspec.Struct, frozen=True):
    """How many blocks, and whether their transactions go back into the pool, which daemons before 0.19 always do."""

    nblocks: int
    keep_txs: bool | msgspec.UnsetType


class PopBlocksResult(msgspec.Struct, frozen=True):
    """The height that is left."""

    height: int


class UpdateParams(msgspec.Struct, frozen=True):
    """What to do, and the file to write."""

    command: UpdateCommand
    path: str


class BootstrapParams(Discreet, frozen=True):
    """A daemon's address and login, and the SOCKS proxy to it."""

    SECRETS: ClassVar[frozenset[str]] = frozenset({"password"})

    address: str
    username: str
    password: str
    proxy: str


SET_LOG_LEVEL = Method("set_log_level", LogLevelParams, Done, is_public=False, form=Form.PATH)
SET_LOG_CATEGORIES = Method(
    "set_log_categories",
    LogCategoriesParams,
    LogCategoriesResult,
    is_public=False,
    is_repeatable=False,
    form=Form.PATH,
)
SAVE_BC = Method("save_bc", types.NoneType, Done, is_public=False, form=Form.PATH, patience_seconds=MINUTES)
PRUNE_BLOCKCHAIN = Method("prune_blockchain", PruneParams, Pruning, is_public=False, patience_seconds=HOURS)
FLUSH_CACHE = Method("flush_cache", FlushCacheParams, Done, is_public=False)
POP_BLOCKS = Method(
    "pop_blocks",
    PopBlocksParams,
    PopBlocksResult,
    is_public=False,
    is_repeatable=False,
    form=Form.PATH,
    patience_seconds=HOURS,
)
UPDATE = Method("update", UpdateParams, Update, is_public=False, form=Form.PATH, patience_seconds=MINUTES)
STOP_DAEMON = Method("stop_daemon", types.NoneType, Done, is_public=False, is_repeatable=False, form=Form.PATH)
SET_BOOTSTRAP_DAEMON = Method(
    "set_bootstrap_daemon", BootstrapParams, Done, is_public=False, form=Form.PATH, versions=UNTIL_0_19
)
