# SPDX-License-Identifier: Apache-2.0
"""How much the daemon's RPC is used."""

from collections.abc import Iterator

from monero_exporter.catalogue import rpc as families
from monero_exporter.catalogue.family import Sample
from monero_exporter.translate import observation
from monero_exporter.translate.observation import Details

_NANOSECONDS = 1e9


def translate(details: Details) -> Iterator[Sample]:
    """Yield the samples of each handler."""
    for call in observation.answer(details.calls) or ():
        for family in (families.RPC_COUNT, families.RPC_HITS_TOTAL):
            yield Sample(family, call.count, (call.rpc,))
        for family in (families.RPC_TIME, families.RPC_SECONDS_TOTAL):
            yield Sample(family, call.time_nanoseconds / _NANOSECONDS, (call.rpc,))
