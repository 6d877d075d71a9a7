# SPDX-License-Identifier: Apache-2.0
"""Methods about fees and new coins."""

import msgspec

from aiomonero.methods.method import HOURS, Method
from aiomonero.types.economy import CoinbaseSum, FeeEstimate


class FeeParams(msgspec.Struct, frozen=True, omit_defaults=True):
    """For how many blocks to come the estimate should hold; the daemon knows 10."""

    grace_blocks: int = 0


class CoinbaseParams(msgspec.Struct, frozen=True):
    """From which height on, and how many blocks."""

    height: int
    count: int


GET_FEE_ESTIMATE = Method("get_fee_estimate", FeeParams, FeeEstimate, is_public=True)
GET_COINBASE_TX_SUM = Method(
    "get_coinbase_tx_sum", CoinbaseParams, CoinbaseSum, is_public=False, patience_seconds=HOURS
)
