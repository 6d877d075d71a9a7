# SPDX-License-Identifier: Apache-2.0
"""Calls about fees and new coins, against what three versions answered."""

import pytest

from aiomonero.rpc.daemon import DaemonRpc
from tests.support import replay, vectors

each_version = pytest.mark.parametrize("version", vectors.VERSIONS)


@each_version
async def test_fees_rise_with_priority(version: str) -> None:
    """The single fee is that of the lowest one."""
    daemon = replay.Replay(version, "unrestricted.json_rpc.get_fee_estimate")

    estimate = await daemon.rpc.get_fee_estimate(grace_blocks=10)

    assert daemon.recorded == daemon.params
    assert estimate.fee_piconero == estimate.fees_piconero[0]
    assert sorted(estimate.fees_piconero) == list(estimate.fees_piconero)
    assert len(estimate.fees_piconero) == 4


@each_version
async def test_new_coins_are_added_up(version: str) -> None:
    """Ten blocks of a young chain make some 35 XMR each."""
    daemon = replay.Replay(version, "unrestricted.json_rpc.get_coinbase_tx_sum")

    total = await daemon.rpc.get_coinbase_tx_sum(5, 10)

    assert daemon.recorded == daemon.params
    assert 351 * 10**12 < total.emission_piconero < 352 * 10**12
    assert total.fee_piconero == 0


async def test_sums_have_128_bits() -> None:
    """All coins of many years are more than 64 bits hold in piconero."""
    halves = {"emission_amount": 1, "emission_amount_top64": 1, "fee_amount": 2, "fee_amount_top64": 0}
    rpc = DaemonRpc(replay.Answers({"result": {"status": "OK", **halves}}), "http://a:1")

    assert (await rpc.get_coinbase_tx_sum(0, 1)).emission_piconero == 2**64 + 1
