# SPDX-License-Identifier: Apache-2.0
"""The chain over time: side chains, rules and fees."""

from collections.abc import Iterator

from monero_exporter.catalogue import chain as families
from monero_exporter.catalogue.family import Sample
from monero_exporter.translate.observation import Details, Observation


def translate(seen: Observation, details: Details) -> Iterator[Sample]:  # noqa: ARG001 - forks need the height
    """Yield the samples of the chain."""
    if details.fee_estimate is not None and details.fee_estimate.answer is not None:
        yield Sample(families.FEE_ESTIMATE, details.fee_estimate.answer.fee_piconero)
