# SPDX-License-Identifier: Apache-2.0
"""The chain over time: side chains, rules, coins and fees."""

from collections.abc import Iterator

from aiomonero.types.economy import FeeEstimate
from aiomonero.types.fork import AlternateChain
from aiomonero.types.info import HardFork, Info
from aiomonero.types.network import Network
from aiomonero.types.sync import ForkState, HardForkInfo
from monero_exporter.catalogue import chain as families
from monero_exporter.catalogue.family import Sample
from monero_exporter.translate.observation import Details, Observation

_PRIORITIES = ("slow", "normal", "fast", "fastest")


def translate(seen: Observation, details: Details) -> Iterator[Sample]:
    """Yield the samples of the chain."""
    if details.alternate_chains is not None and details.alternate_chains.answer is not None:
        yield from _of_side_chains(details.alternate_chains.answer)
    if details.fee_estimate is not None and details.fee_estimate.answer is not None:
        yield from _of_fees(details.fee_estimate.answer)
    if details.miner_data is not None and details.miner_data.answer is not None:
        yield Sample(families.CHAIN_GENERATED_PICONERO, details.miner_data.answer.already_generated_piconero)
    if seen.info.answer is not None:
        yield from _of_rules(seen.info.answer, details)


def _of_side_chains(chains: tuple[AlternateChain, ...]) -> Iterator[Sample]:
    yield Sample(families.CHAIN_ALTERNATIVE_CHAINS, len(chains))
    yield Sample(families.CHAIN_ALTERNATIVE_CHAIN_LENGTH_BLOCKS, max((chain.length for chain in chains), default=0))


def _of_fees(estimate: FeeEstimate) -> Iterator[Sample]:
    yield Sample(families.FEE_ESTIMATE, estimate.fee_piconero)
    if len(estimate.fees_piconero) == len(_PRIORITIES):
        for priority, fee in zip(_PRIORITIES, estimate.fees_piconero, strict=True):
            yield Sample(families.FEE_ESTIMATE_PICONERO_PER_BYTE, fee, (priority,))


def _of_rules(info: Info, details: Details) -> Iterator[Sample]:
    if details.hard_fork is not None and details.hard_fork.answer is not None:
        yield from _of_votes(details.hard_fork.answer, is_regtest=info.network is Network.REGTEST)
    if details.version is not None and details.version.answer is not None:
        yield from _of_next_rules(details.version.answer.hard_forks or (), info.height)


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
    ahead = min((fork for fork in forks if fork.height >= height), key=lambda fork: fork.height, default=None)
    if ahead is not None:
        yield Sample(families.HARD_FORK_NEXT_VERSION, ahead.hf_version)
        yield Sample(families.HARD_FORK_NEXT_HEIGHT, ahead.height)
        yield Sample(families.HARD_FORK_NEXT_BLOCKS, ahead.height - height)
