# SPDX-License-Identifier: Apache-2.0
"""An exporter without a daemon."""

import itertools

from monero_exporter.scrape.alone import Alone
from monero_exporter.translate import readiness, samples, xmrig_summary
from monero_exporter.translate.observation import Seen
from monero_exporter.translate.xmrig_summary import Summary
from tests.support import vectors
from tests.support.observations import NOW, seen


class Miner:
    """A companion that saw a miner."""

    name = "xmrig"

    async def run(self) -> None:
        """See nothing new."""

    def last(self) -> Seen[Summary]:
        return seen(xmrig_summary.decode(vectors.summary("6.22.2", "mining")))


async def test_only_what_is_there_is_told() -> None:
    """A daemon that nobody asked is not down: an alarm would never end."""
    looker = Alone(clock=lambda: NOW, companions=[Miner()])

    observed = await looker.observe()
    details = await looker.details(observed)
    verdict = readiness.judge(observed, is_closed=False)
    told = list(itertools.chain.from_iterable(samples.topics(observed, verdict, details)))

    assert {sample.family.name.split("_")[1] for sample in told} == {"xmrig", "exporter"}
    assert {sample.labels for sample in told if sample.family.name.startswith("monero_exporter")} == {("xmrig",)}
