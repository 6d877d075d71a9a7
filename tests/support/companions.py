# SPDX-License-Identifier: Apache-2.0
"""Everything that an exporter can look at beside its daemon, and the flags that tell it to."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from aiomonero.testing.fakenode import FakeNode
from monero_exporter.scrape import p2pool as reader
from tests.support import agents, exporter, mmdb, p2pool, vectors
from tests.support.monerod import Monerod


@contextlib.asynccontextmanager
async def of(daemon: Monerod, folder: Path) -> AsyncIterator[tuple[str, ...]]:
    """Have a sibling that watches the same daemon, programs that repeat real ones' words, and files; gives flags."""
    # This makes the folder too.
    p2pool.write(folder, reader.POOL, p2pool.POOL)
    p2pool.write(folder, reader.STRATUM, p2pool.STRATUM)
    countries = mmdb.countries(folder / "countries.mmdb", {"5.0.0.0/8": "DE"})
    miner = FakeNode({"2/summary": vectors.summary("6.22.2", "mining")})
    tor, i2p = (FakeNode({"status": say(problems=[agents.TROUBLE])}) for say in (agents.tor, agents.i2p))
    async with (
        miner.serving() as miner_url,
        tor.serving() as tor_url,
        i2p.serving() as i2p_url,
        exporter.beside(daemon.url, "--name=other") as sibling,
    ):
        yield (
            f"--zmq-addr={daemon.zmq_address}",
            f"--siblings=127.0.0.1:{sibling.port}",
            "--name=this",
            f"--geoip-filepath={countries}",
            f"--tor-addr={tor_url}",
            f"--i2p-addr={i2p_url}",
            f"--xmrig-addr={miner_url}",
            f"--p2pool-data={folder}",
        )
