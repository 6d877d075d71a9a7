# SPDX-License-Identifier: Apache-2.0
"""Methods about the miner inside the daemon."""

import types

import msgspec

from aiomonero.methods.method import MINUTES, Done, Form, Method
from aiomonero.types.mining import MiningStatus


class StartParams(msgspec.Struct, frozen=True):
    """Who is paid, and how much of the machine to take; 0 threads stands for one (monero 0.18)."""

    miner_address: str
    threads_count: int
    do_background_mining: bool
    ignore_battery: bool


class HashRateParams(msgspec.Struct, frozen=True):
    """Whether the daemon writes its hash rate to its console."""

    visible: bool


START_MINING = Method("start_mining", StartParams, Done, is_public=False, is_repeatable=False, form=Form.PATH)
STOP_MINING = Method(
    "stop_mining", types.NoneType, Done, is_public=False, is_repeatable=False, form=Form.PATH, patience_seconds=MINUTES
)
MINING_STATUS = Method("mining_status", types.NoneType, MiningStatus, is_public=False, form=Form.PATH)
SET_LOG_HASH_RATE = Method("set_log_hash_rate", HashRateParams, Done, is_public=False, form=Form.PATH)
