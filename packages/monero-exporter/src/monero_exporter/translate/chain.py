# SPDX-License-Identifier: Apache-2.0
"""The chain over time: blocks as they came, reorganizations, side chains, rules, coins and fees."""

from collections.abc import Iterator

from aiomonero.types.economy import FeeEstimate
from aiomonero.types.fork import AlternateChain
from aiomonero.types.info import HardFork, Info
from aiomonero.types.network import Network
from aiomonero.types.sync import ForkState, HardForkInfo
from monero_exporter.catalogue import chain as families
from monero_exporter.catalogue.family import Sample
from monero_exporter.translate import observation
from monero_exporter.translate.following import Following
from monero_exporter.translate.observation import Details, Observation

_PRIORITIES = ("slow", "normal", "fast", "fastest")
_FIRST_RULES = 1
_DISTRIBUTIONS = (
    families.CHAIN_BLOCK_INTERVAL_SECONDS,
    families.CHAIN_BLOCK_WEIGHT_BYTES,
    families.CHAIN_BLOCK_TRANSACTIONS,
    families.CHAIN_FEE_PICONERO_PER_BYTE,
    families.CHAIN_REORGANIZATION_DEPTH_BLOCKS,
)
_DELAYS = families.CHAIN_BLOCK_ARRIVAL_DELAY_SECONDS


def translate(seen: Observation, details: Details) -> Iterator[Sample]:
    """Yield the samples of the chain."""
    if (blocks := observation.answer(details.blocks)) is not None:
        yield from _of_blocks(blocks)
    if (alternate_chains := observation.answer(details.alternate_chains)) is not None:
        yield from _of_side_chains(alternate_chains)
    if (fee_estimate := observation.answer(details.fee_estimate)) is not None:
        yield from _of_fees(fee_estimate)
    if (miner_data := observation.answer(details.miner_data)) is not None:
        yield Sample(families.CHAIN_GENERATED_PICONERO, miner_data.already_generated_piconero)
    if seen.info.answer is not None:
        yield from _of_rules(seen.info.answer, details)


def _of_blocks(following: Following) -> Iterator[Sample]:
    history = following.history
    yield Sample(families.CHAIN_BLOCKS_TOTAL, history.blocks)
    yield Sample(families.CHAIN_BLOCKS_SKIPPED_TOTAL, history.skipped)
    yield Sample(families.CHAIN_TRANSACTIONS_TOTAL, history.transactions)
    yield Sample(families.CHAIN_FEES_PICONERO_TOTAL, history.fees_piconero)
    yield Sample(families.CHAIN_SUBSIDY_PICONERO_TOTAL, history.subsidy_piconero)
    yield Sample(families.CHAIN_REORGANIZATIONS_TOTAL, history.reorganizations)
    for family in (*_DISTRIBUTIONS, *((_DELAYS,) if following.is_told_arrivals else ())):
        yield from history.distribution(family).samples(family)
    last = history.last_reorganization
    yield Sample(families.CHAIN_LAST_REORGANIZATION_DEPTH_BLOCKS, last.depth if last else 0)
    if last is not None:
        yield Sample(families.CHAIN_LAST_REORGANIZATION_TIMESTAMP_SECONDS, last.seen_at)


def _of_side_chains(chains: tuple[AlternateChain, ...]) -> Iterator[Sample]:
    yield Sample(families.CHAIN_ALTERNATIVE_CHAINS, len(chains))
    yield Sample(families.CHAIN_ALTERNATIVE_CHAIN_LENGTH_BLOCKS, max((chain.length for chain in chains), default=0))


def _of_fees(estimate: FeeEstimate) -> Iterator[Sample]:
    yield Sample(families.FEE_ESTIMATE, estimate.fee_piconero)
    if len(estimate.fees_piconero) == len(_PRIORITIES):
        for priority, fee in zip(_PRIORITIES, estimate.fees_piconero, strict=True):
            yield Sample(families.FEE_ESTIMATE_PICONERO_PER_BYTE, fee, (priority,))


def _of_rules(info: Info, details: Details) -> Iterator[Sample]:
    if (hard_fork := observation.answer(details.hard_fork)) is not None:
        yield from _of_votes(hard_fork, is_regtest=info.network is Network.REGTEST)
    if (version := observation.answer(details.version)) is not None:
        yield from _of_next_rules(version.hard_forks or (), info.height)


def _of_votes(rules: HardForkInfo, *, is_regtest: bool) -> Iterator[Sample]:
    yield Sample(families.HARD_FORK_VERSION, rules.version)
    yield Sample(families.HARD_FORK_VOTES, rules.votes)
    yield Sample(families.HARD_FORK_WINDOW_BLOCKS, rules.window)
    yield Sample(families.HARD_FORK_THRESHOLD, rules.threshold)
    yield Sample(families.HARD_FORK_VOTING_VERSION, rules.voting)
    if rules.state is not ForkState.OTHER and not is_regtest:
        yield Sample(families.HARD_FORK_STATE, rules.state)


def _of_next_rules(forks: tuple[HardFork, ...], height: int) -> Iterator[Sample]:
    # The next block of a chain with so many blocks stands at just that height.
    current = max((fork.hf_version for fork in forks if fork.height < height), default=_FIRST_RULES)
    planned = [fork for fork in forks if fork.height >= height and fork.hf_version > current]
    ahead = min(planned, key=lambda fork: fork.height, default=None)
    if ahead is not None:
        yield Sample(families.HARD_FORK_NEXT_VERSION, ahead.hf_version)
        yield Sample(families.HARD_FORK_NEXT_HEIGHT, ahead.height)
        yield Sample(families.HARD_FORK_NEXT_BLOCKS, ahead.height - height)
