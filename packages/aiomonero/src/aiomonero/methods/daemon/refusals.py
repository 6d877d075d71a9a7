# SPDX-License-Identifier: Apache-2.0
"""What a daemon's own error codes mean (src/rpc/core_rpc_server_error_codes.h of monero 0.18)."""

from collections.abc import Mapping

from aiomonero import errors

CODES: Mapping[int, type[errors.DaemonError]] = {-2: errors.NotFound, -9: errors.Busy, -19: errors.Restricted}
