# SPDX-License-Identifier: Apache-2.0
"""A daemon's own error codes (src/rpc/core_rpc_server_error_codes.h of monero 0.18), and what they mean.

A wallet uses the same numbers for other things. Every error carries its number as `DaemonError.code`.
"""

import enum
from collections.abc import Mapping

from aiomonero import errors


class DaemonCode(enum.IntEnum):
    """What a daemon says when it refuses."""

    WRONG_PARAM = -1
    TOO_BIG_HEIGHT = -2
    TOO_BIG_RESERVE_SIZE = -3
    WRONG_WALLET_ADDRESS = -4
    INTERNAL_ERROR = -5
    WRONG_BLOCKBLOB = -6
    BLOCK_NOT_ACCEPTED = -7
    CORE_BUSY = -9
    WRONG_BLOCKBLOB_SIZE = -10
    UNSUPPORTED_RPC = -11
    MINING_TO_SUBADDRESS = -12
    REGTEST_REQUIRED = -13
    PAYMENT_REQUIRED = -14
    INVALID_CLIENT = -15
    PAYMENT_TOO_LOW = -16
    DUPLICATE_PAYMENT = -17
    STALE_PAYMENT = -18
    RESTRICTED = -19
    UNSUPPORTED_BOOTSTRAP = -20
    PAYMENTS_NOT_ENABLED = -21


CODES: Mapping[int, type[errors.DaemonError]] = {
    DaemonCode.TOO_BIG_HEIGHT: errors.NotFound,
    DaemonCode.CORE_BUSY: errors.NotReady,
    DaemonCode.PAYMENT_REQUIRED: errors.PaymentRequired,
    DaemonCode.RESTRICTED: errors.Restricted,
}
