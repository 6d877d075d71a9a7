# SPDX-License-Identifier: Apache-2.0
"""Somebody in each anonymity network who is beside no node: by his proxies tests reach every address."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import AsyncIterator
from pathlib import Path

from tests.support import hidden_i2p, hidden_tor, i2p_network, tor_network


@contextlib.asynccontextmanager
async def joined(
    folder: Path, tor: tor_network.Network, i2p: i2p_network.Network
) -> AsyncIterator[tuple[hidden_tor.Tor, hidden_i2p.I2p]]:
    """Let him join both networks until the end of the block."""
    over_tor, over_i2p = hidden_tor.Tor(tor), hidden_i2p.I2p(i2p)
    async with (
        over_tor.agent(folder / "tor", keys={}) as (_, socks, _apart),
        i2p_network.joined(i2p, folder / "i2p") as client,
    ):
        yield dataclasses.replace(over_tor, socks=socks), dataclasses.replace(over_i2p, socks=client.socks)
