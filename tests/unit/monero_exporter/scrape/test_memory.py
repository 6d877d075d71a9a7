# SPDX-License-Identifier: Apache-2.0
"""Which answers are still good."""

import pytest

from monero_exporter.scrape.memory import Memory
from monero_exporter.scrape.sources import Every, Source
from tests.support.observations import info, seen


@pytest.mark.parametrize(
    ("change", "is_good"),
    [({}, True), ({"top_block_hash": "f" * 64}, False), ({"alt_blocks_count": 7}, False)],
    ids=["the same", "a new block", "a block beside the chain"],
)
async def test_an_answer_about_the_chain_is_good_until_a_block_comes(change: dict[str, object], is_good: bool) -> None:
    """Also one beside the main chain, which makes another side chain and no other top."""
    memory, source = Memory(), Source("alternate_chains", Every.BLOCK, None)
    memory.keep(source, seen(()), info(), 0.0)

    assert (memory.recall(source, info(**change), 9.0) is not None) == is_good
