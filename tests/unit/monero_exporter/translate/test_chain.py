# SPDX-License-Identifier: Apache-2.0
"""Samples of side chains, rules, coins and fees."""

import dataclasses
from typing import TypeVar

import msgspec
import pytest

from aiomonero.methods.daemon import chain as chain_methods
from aiomonero.methods.daemon import economy, forks, mining, status
from aiomonero.methods.method import Method
from aiomonero.protocol import jsonrpc
from aiomonero.types.info import HardFork
from aiomonero.types.sync import ForkState
from monero_exporter.catalogue import chain as families
from monero_exporter.translate import chain
from monero_exporter.translate.following import Following
from monero_exporter.translate.history import History, Reorganization
from monero_exporter.translate.observation import Details
from tests.support import vectors
from tests.support.observations import FAILED, NOW, info, observation, seen

Result = TypeVar("Result")
PLANNED = (HardFork(1, 0), HardFork(2, 500), HardFork(4, 2000), HardFork(3, 1000))


def _captured(method: Method[object, Result], release: str = "0.18.5.3") -> Result:
    return jsonrpc.decode(vectors.answer(release, f"unrestricted.json_rpc.{method.name}"), method.result)


def _values(details: Details, **changes: object) -> dict[str, float]:
    samples = chain.translate(observation(info(**changes)), details)
    return {"/".join((sample.family.name, *sample.labels)): sample.value for sample in samples}


def _told(details: Details, **changes: object) -> set[str]:
    return {name.split("/")[0] for name in _values(details, **changes)}


def test_every_family_of_these_sources_is_told() -> None:
    """A daemon that answers all of them, and plans other rules, leaves none of the families out."""
    version = msgspec.structs.replace(_captured(chain_methods.GET_VERSION), hard_forks=PLANNED)
    details = Details(
        version=seen(version),
        hard_fork=seen(_captured(status.HARD_FORK_INFO)),
        fee_estimate=seen(_captured(economy.GET_FEE_ESTIMATE)),
        alternate_chains=seen(_captured(forks.GET_ALTERNATE_CHAINS).chains),
        miner_data=seen(_captured(mining.GET_MINER_DATA)),
    )

    assert {family.name for family in families.ALL if family.source != "blocks"} == _told(details)


def test_every_family_of_blocks_is_told() -> None:
    """From the first look on, but for the time of a reorganization that never was."""
    calm = Following(is_told_arrivals=True)
    shaken = dataclasses.replace(calm, history=History().with_reorganization(Reorganization(4, NOW)))
    expected = {family.name for family in families.ALL if family.source == "blocks"}

    assert _told(Details(blocks=seen(shaken))) == expected
    assert expected - _told(Details(blocks=seen(calm))) == {families.CHAIN_LAST_REORGANIZATION_TIMESTAMP_SECONDS.name}


def test_delays_are_told_where_arrivals_are() -> None:
    """A scrape is no arrival."""
    assert families.CHAIN_BLOCK_ARRIVAL_DELAY_SECONDS.name not in _told(Details(blocks=seen(Following())))


def test_the_last_reorganization_is_told_with_its_time() -> None:
    """The one before is in the distribution of depths alone."""
    history = History().with_reorganization(Reorganization(7, NOW - 9)).with_reorganization(Reorganization(2, NOW))
    values = _values(Details(blocks=seen(Following(history=history))))

    assert values["monero_chain_reorganizations_total"] == 2
    assert values["monero_chain_last_reorganization_depth_blocks"] == 2
    assert values["monero_chain_last_reorganization_timestamp_seconds"] == NOW


def test_every_priority_has_its_fee() -> None:
    """The four of the daemon, slowest first; the name of 2021 has the slowest."""
    values = _values(Details(fee_estimate=seen(_captured(economy.GET_FEE_ESTIMATE))))

    assert values == {
        "monero_fee_estimate": 1_200_000,
        "monero_fee_estimate_piconero_per_byte/slow": 1_200_000,
        "monero_fee_estimate_piconero_per_byte/normal": 4_700_000,
        "monero_fee_estimate_piconero_per_byte/fast": 19_000_000,
        "monero_fee_estimate_piconero_per_byte/fastest": 240_000_000,
    }


def test_an_unknown_number_of_priorities_is_not_guessed_at() -> None:
    """Which of five is "fast" nobody knows."""
    estimate = msgspec.structs.replace(_captured(economy.GET_FEE_ESTIMATE), fees_piconero=(1, 2, 3, 4, 5))

    assert _told(Details(fee_estimate=seen(estimate))) == {"monero_fee_estimate"}


def test_the_longest_side_chain_is_told() -> None:
    """Without side chains both are 0: the daemon said that there is none."""
    (short,) = _captured(forks.GET_ALTERNATE_CHAINS).chains
    long = msgspec.structs.replace(short, length=7)

    assert _values(Details(alternate_chains=seen((long, short)))) == {
        "monero_chain_alternative_chains": 2,
        "monero_chain_alternative_chain_length_blocks": 7,
    }
    assert set(_values(Details(alternate_chains=seen(()))).values()) == {0}


@pytest.mark.parametrize(
    ("height", "expected"),
    [
        pytest.param(999, (3, 1000, 1), id="one block of the old rules is still to come"),
        pytest.param(1000, (3, 1000, 0), id="the next block is the first one"),
        pytest.param(1001, (4, 2000, 999), id="the one after is awaited"),
    ],
)
def test_the_next_rules_are_those_that_come_first(height: int, expected: tuple[int, int, int]) -> None:
    """In whichever order the daemon tells them."""
    version = msgspec.structs.replace(_captured(chain_methods.GET_VERSION), hard_forks=PLANNED)
    values = _values(Details(version=seen(version)), height=height)

    assert tuple(values.values()) == expected


def test_rules_that_hold_already_are_not_the_next() -> None:
    """Mainnet's list begins with those of the first block, one height above it."""
    plan = (HardFork(1, 1), HardFork(2, 1009827))
    version = msgspec.structs.replace(_captured(chain_methods.GET_VERSION), hard_forks=plan)

    assert tuple(_values(Details(version=seen(version)), height=1).values()) == (2, 1009827, 1009826)


@pytest.mark.parametrize("planned", [None, (), PLANNED])
def test_a_daemon_that_plans_nothing_has_no_next_rules(planned: tuple[HardFork, ...] | None) -> None:
    """Daemons as old as 0.18.0.0 do not tell their plans at all."""
    version = msgspec.structs.replace(_captured(chain_methods.GET_VERSION), hard_forks=planned)

    assert _told(Details(version=seen(version)), height=2001) == set()


@pytest.mark.parametrize(
    ("nettype", "state", "is_told"),
    [
        ("mainnet", ForkState.LIKELY_FORKED, True),
        ("mainnet", ForkState.READY, True),
        ("mainnet", ForkState.OTHER, False),
        ("fakechain", ForkState.LIKELY_FORKED, False),
    ],
)
def test_the_state_of_the_rules_is_told_where_it_means_something(nettype: str, state: ForkState, is_told: bool) -> None:
    """On regtest every daemon says that it has probably forked off."""
    rules = msgspec.structs.replace(_captured(status.HARD_FORK_INFO), state=state)
    told = _told(Details(hard_fork=seen(rules)), nettype=nettype)

    assert ("monero_hard_fork_state" in told) is is_told
    assert "monero_hard_fork_votes" in told


def test_a_source_that_failed_takes_only_its_own_families_away() -> None:
    """The fees are still told."""
    details = Details(alternate_chains=FAILED, hard_fork=FAILED, fee_estimate=seen(_captured(economy.GET_FEE_ESTIMATE)))

    assert _told(details) == {"monero_fee_estimate", "monero_fee_estimate_piconero_per_byte"}
