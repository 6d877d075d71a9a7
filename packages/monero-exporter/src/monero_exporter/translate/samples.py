# SPDX-License-Identifier: Apache-2.0
"""What was seen, as samples of the catalogue's families; a family without an answer has no sample."""

from collections.abc import Iterator

from monero_exporter.catalogue.family import Sample
from monero_exporter.translate import (
    chain,
    daemon,
    exporter,
    hidden,
    last_block,
    mining,
    peers,
    pool,
    publications,
    readiness,
    rpc,
    siblings,
)
from monero_exporter.translate.observation import Details, Observation


def topics(seen: Observation, verdict: readiness.Verdict, details: Details) -> Iterator[Iterator[Sample]]:
    """Yield the samples of one observation topic by topic, so that a mistake in one need not cost the others."""
    if seen.info.is_asked:
        yield daemon.translate(seen, verdict, details)
    yield last_block.translate(seen, details)
    yield chain.translate(seen, details)
    yield peers.translate(seen, details)
    yield siblings.translate(seen)
    yield pool.translate(seen, details)
    yield rpc.translate(details)
    yield publications.translate(details.zmq)
    yield mining.translate(seen, details)
    yield hidden.translate(details)
    yield exporter.translate(seen, details)
