# SPDX-License-Identifier: Apache-2.0
"""What was seen, as samples of the catalogue's families; a family without an answer has no sample."""

from collections.abc import Iterator

from monero_exporter.catalogue.family import Sample
from monero_exporter.translate import (
    chain,
    daemon,
    exporter,
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


def translate(seen: Observation, verdict: readiness.Verdict, details: Details) -> Iterator[Sample]:
    """Yield all samples of one observation."""
    if seen.info.is_asked:
        yield from daemon.translate(seen, verdict, details)
    yield from last_block.translate(seen, details)
    yield from chain.translate(seen, details)
    yield from peers.translate(seen, details)
    yield from siblings.translate(seen)
    yield from pool.translate(seen, details)
    yield from rpc.translate(details)
    yield from publications.translate(details.zmq)
    yield from mining.translate(seen, details)
    yield from exporter.translate(seen, details)
