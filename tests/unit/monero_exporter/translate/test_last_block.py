# SPDX-License-Identifier: Apache-2.0
"""The top block's samples."""

import dataclasses

import msgspec

from monero_exporter.catalogue import last_block as families
from monero_exporter.catalogue.family import Family
from monero_exporter.translate import last_block
from monero_exporter.translate.contents import Content, Contents
from monero_exporter.translate.following import Following
from monero_exporter.translate.observation import Details, Observation
from monero_exporter.translate.tail import Tail
from tests.support.made_chain import headers
from tests.support.observations import FAILED, NOW, header, observation, seen

TOP = msgspec.structs.replace(headers(1)[0], num_txes=3, reward_piconero=600_000_150_000)
CONTENTS = Contents(TOP, 1, (Content(1000, 10_000, 1, 2), Content(2000, 90_000, 4, 2), Content(None, 50_000, 2, 16)))


def _values(observed: Observation) -> dict[Family, float]:
    return {sample.family: sample.value for sample in last_block.translate(observed, Details())}


def _read(contents: Contents | None, *, received_at: float | None = NOW) -> dict[str, float]:
    following = Following(tail=Tail((TOP,)), read=contents, received_at=received_at)
    samples = last_block.translate(Observation(NOW, FAILED, None, None), Details(blocks=seen(following)))
    return {f"{sample.family.name}{sample.suffix}/{sample.bound}".rstrip("/"): sample.value for sample in samples}


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


def test_every_family_of_the_contents_is_told() -> None:
    """Of a block that was read whole."""
    told = {name.split("/")[0].removesuffix("_sum").removesuffix("_count") for name in _read(CONTENTS)}

    assert {family.name for family in families.ALL if family.source == "blocks"} == told


def test_summaries_are_of_the_transactions_of_this_block() -> None:
    """A transaction of unknown size has no place in those of sizes and of fees by size."""
    values = _read(CONTENTS)

    assert (values["monero_last_block_txn_fee_count"], values["monero_last_block_txn_fee_sum"]) == (3, 150_000)
    assert (values["monero_last_block_txn_size_count"], values["monero_last_block_txn_size_sum"]) == (2, 3000)
    assert (values["monero_last_block_vin/1.0"], values["monero_last_block_vout/0.5"]) == (4, 2)
    assert values["monero_lastblock_fees_micronero_per_kb/1.0"] == 0.09 * 1024 / 2000
    assert values["monero_lastblock_fees_micronero_per_kb_count"] == 2


def test_coins_are_told_in_xmr() -> None:
    """What is new among them is the reward without the fees."""
    values = _read(CONTENTS)

    assert values["monero_lastblock_fees_monero"] == 0.00000015
    assert values["monero_lastblock_subsidy_monero"] == 0.6


def test_coins_of_a_block_that_could_not_be_read_whole_are_not_told() -> None:
    """Nor the outputs of a miner's transaction that makes no sense."""
    values = _read(Contents(TOP, None, CONTENTS.transactions[:2]))

    assert "monero_lastblock_fees_monero" not in values
    assert "monero_lastblock_subsidy_monero" not in values
    assert "monero_last_block_coinbase_outputs" not in values
    assert values["monero_last_block_vin_count"] == 2


def test_contents_of_another_block_are_not_told() -> None:
    """The top is told when it was seen, and its contents when they were read."""
    assert _read(Contents(headers(1, branch="other")[0], 1, ())) == {
        "monero_last_block_received_timestamp_seconds": NOW
    }
    assert _read(None, received_at=None) == {}
