# SPDX-License-Identifier: Apache-2.0
"""How much the daemon's RPC is used."""

from aiomonero.types.payment import CallCount
from monero_exporter.translate import rpc
from monero_exporter.translate.observation import Details
from tests.support.observations import FAILED, seen

CALLS = (
    CallCount(rpc="get_info", count=7, time_nanoseconds=1_500_000_000, credits=0),
    CallCount(rpc="getblockhash", count=1, time_nanoseconds=250, credits=0),
)


def test_calls_and_seconds_are_told_under_both_names() -> None:
    """What was nanoseconds in 2021 is seconds."""
    told = {(sample.family.name, *sample.labels): sample.value for sample in rpc.translate(Details(calls=seen(CALLS)))}

    assert told == {
        ("monero_rpc_count", "get_info"): 7,
        ("monero_rpc_hits_total", "get_info"): 7,
        ("monero_rpc_time", "get_info"): 1.5,
        ("monero_rpc_seconds_total", "get_info"): 1.5,
        ("monero_rpc_count", "getblockhash"): 1,
        ("monero_rpc_hits_total", "getblockhash"): 1,
        ("monero_rpc_time", "getblockhash"): 2.5e-07,
        ("monero_rpc_seconds_total", "getblockhash"): 2.5e-07,
    }


def test_a_daemon_that_does_not_count_is_not_unused() -> None:
    """0.19 does not offer it, nor do restricted ports."""
    assert list(rpc.translate(Details())) == []
    assert list(rpc.translate(Details(calls=FAILED))) == []
