# SPDX-License-Identifier: Apache-2.0
"""The top block's samples."""

import dataclasses

import msgspec

from monero_exporter.catalogue import last_block as families
from monero_exporter.catalogue.family import Family
from monero_exporter.translate import last_block
from monero_exporter.translate.observation import Details, Observation
from tests.support.observations import FAILED, NOW, header, observation


def _values(seen: Observation) -> dict[Family, float]:
    return {sample.family: sample.value for sample in last_block.translate(seen, Details())}


def test_every_family_of_the_header_is_told() -> None:
    """A daemon that tells its top block leaves none of them out."""
    told = set(_values(observation()))

    assert {family for family in families.ALL if family.source == "header"} == told


def test_both_exporters_of_2021_get_their_units() -> None:
    """One counted rewards in piconero, the other one in XMR."""
    values = _values(observation(top=msgspec.structs.replace(header(), reward_piconero=600_123_000_000)))

    assert values[families.LAST_BLOCK_HEADER_REWARD] == 600_123_000_000
    assert values[families.LASTBLOCK_REWARD_MONERO] == 0.600123


def test_all_128_bits_of_a_difficulty_count() -> None:
    """The exporters of 2021 told the lower 64 alone."""
    top = msgspec.structs.replace(header(), difficulty_top64=3, difficulty_low64=5)
    values = _values(observation(top=top))

    assert values[families.LAST_BLOCK_HEADER_DIFFICULTY] == 3 * 2**64 + 5
    assert values[families.LASTBLOCK_DIFFICULTY] == 3 * 2**64 + 5
    assert values[families.LAST_BLOCK_HEADER_DIFFICULTY_TOP64] == 3


def test_the_first_block_of_all_has_no_age() -> None:
    """Its time is 0, which would be an age of fifty years."""
    genesis = msgspec.structs.replace(header(), timestamp=0)

    assert _values(observation())[families.LAST_BLOCK_AGE_SECONDS] == 60
    assert families.LAST_BLOCK_AGE_SECONDS not in _values(observation(top=genesis))


def test_a_miners_clock_may_be_ahead() -> None:
    """Then the age is below 0, as the sentence says."""
    assert _values(observation(top=header(age_seconds=-7)))[families.LAST_BLOCK_AGE_SECONDS] == -7


def test_nothing_is_told_of_a_block_that_was_not_seen() -> None:
    """Neither where the question failed nor where it was not asked."""
    assert _values(dataclasses.replace(observation(), header=FAILED)) == {}
    assert _values(Observation(NOW, FAILED, None, None)) == {}
