# SPDX-License-Identifier: Apache-2.0
"""What a daemon's P2P connections have moved, and what they may move."""

import msgspec


class NetStats(msgspec.Struct, frozen=True, kw_only=True):
    """Counts over all networks since the daemon's start, which `start_time` gives in Unix seconds."""

    start_time: int
    total_packets_in: int
    total_packets_out: int
    total_bytes_in: int
    total_bytes_out: int


class RateLimits(msgspec.Struct, frozen=True, kw_only=True):
    """The most that all P2P connections together may move, in KiB per second."""

    upload_kib_per_second: int = msgspec.field(name="limit_up")
    download_kib_per_second: int = msgspec.field(name="limit_down")
