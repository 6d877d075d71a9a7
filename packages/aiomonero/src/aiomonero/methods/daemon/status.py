# SPDX-License-Identifier: Apache-2.0
"""Methods about how far the daemon is, and the consensus rules it follows."""

import types

import msgspec

from aiomonero.methods.method import Method
from aiomonero.types.sync import HardForkInfo, SyncInfo


class ForkParams(msgspec.Struct, frozen=True, omit_defaults=True):
    """Names a set of consensus rules; 0 stands for those of the next block."""

    version: int = 0


HARD_FORK_INFO = Method("hard_fork_info", ForkParams, HardForkInfo, is_public=True)
SYNC_INFO = Method("sync_info", types.NoneType, SyncInfo, is_public=False)
