# SPDX-License-Identifier: Apache-2.0
"""Calls about traffic, against what three versions answered."""

import pytest

from aiomonero.rpc import traffic
from tests.support import replay, vectors

DEFAULTS = {"0.18.0.0": (2048, 8192), "0.18.4.0": (8192, 32768), "0.18.5.3": (8192, 32768)}

each_version = pytest.mark.parametrize("version", vectors.VERSIONS)


@each_version
async def test_counts_say_since_when(version: str) -> None:
    """Bytes and packets of both directions are told apart."""
    stats = await replay.Replay(version, "unrestricted.get_net_stats").rpc.get_net_stats()

    assert stats.start_time > 1_700_000_000
    assert 0 < stats.total_packets_in < stats.total_bytes_in < stats.total_bytes_out


@each_version
async def test_limits_are_read_on_the_restricted_port(version: str) -> None:
    """Upload and download are not mixed up."""
    limits = await replay.Replay(version, "restricted.get_limit").rpc.get_limit()

    assert (limits.upload_kib_per_second, limits.download_kib_per_second) == DEFAULTS[version]


@each_version
async def test_a_limit_that_is_not_given_stays(version: str) -> None:
    """What a daemon calls 0 is "leave it", -1 its default; the answer has the limits that count then."""
    daemon = replay.Replay(version, "unrestricted.set_limit")

    limits = await daemon.rpc.set_limit(download_kib_per_second=traffic.DEFAULT_LIMIT)

    assert daemon.recorded == daemon.params == {"limit_down": -1, "limit_up": 0}
    assert (limits.upload_kib_per_second, limits.download_kib_per_second) == DEFAULTS[version]
