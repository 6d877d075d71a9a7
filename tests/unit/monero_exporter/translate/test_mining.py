# SPDX-License-Identifier: Apache-2.0
"""Everything that mines."""

import msgspec
import pytest

from aiomonero.methods.daemon import miner as methods
from aiomonero.types.mining import MiningStatus
from monero_exporter.translate import mining
from monero_exporter.translate.observation import Details
from tests.support import vectors
from tests.support.observations import FAILED, info, observation, seen


def _status(**changes: object) -> MiningStatus:
    body = vectors.body("0.18.5.3", "unrestricted.mining_status")
    return msgspec.structs.replace(msgspec.json.decode(body, type=methods.MINING_STATUS.result), **changes)


def _values(details: Details, **changes: object) -> dict[str, float]:
    return {sample.family.name: sample.value for sample in mining.translate(observation(info(**changes)), details)}


def test_the_daemons_own_miner_is_told() -> None:
    """At work and at rest."""
    working = _values(Details(mining=seen(_status(active=True, threads_count=2, speed_hashes_per_second=500))))
    resting = _values(Details(mining=seen(_status(active=False, threads_count=2, speed_hashes_per_second=0))))

    names = ("monero_mining_active", "monero_mining_threads", "monero_mining_hashes_per_second")
    assert [working[name] for name in names] == [1, 2, 500]
    assert [resting[name] for name in names] == [0, 0, 0]


@pytest.mark.parametrize(("target", "expected"), [(120, 3e9), (0, None)])
def test_the_networks_hash_rate_follows_from_difficulty_and_time(target: int, expected: float | None) -> None:
    """Of all 128 bits; where no time between blocks is aimed at there is no rate."""
    values = _values(Details(), difficulty_low64=360_000_000_000, difficulty_top64=0, target_seconds=target)

    assert values.get("monero_network_hashes_per_second") == expected


def test_nothing_is_claimed_of_miners_that_nobody_asked() -> None:
    """A failed source claims nothing, and a program that was not asked for has no family."""
    assert set(_values(Details(mining=FAILED))) == {"monero_network_hashes_per_second"}
    assert set(_values(Details(xmrig=FAILED, p2pool=FAILED))) == {
        "monero_network_hashes_per_second",
        "monero_xmrig_up",
        "monero_p2pool_up",
    }
