# SPDX-License-Identifier: Apache-2.0
"""What a node that may talk to Tor only puts on the wire: seen from outside of its pod over a scripted life."""

from pathlib import Path
from typing import cast

import pytest

from tests.support import hidden_tor, hidden_worlds, payer, pod, secluded, secluded_life, side_by_side

STEP_SECONDS = 120
DIALED = 18080
LEAKING = ("--non-interactive", f"--add-exclusive-node={secluded.NOBODY}:{DIALED}", "--enable-dns-blocklist")
"""What a careless owner might say: there is somebody to dial, and names are looked up."""


@pytest.mark.parametrize("is_fenced", [False, True], ids=["open", "fenced"])
@side_by_side.long_case
async def test_a_node_that_talks_to_tor_only_sends_nothing_past_it(
    is_fenced: bool, tmp_path: Path, chain: payer.Chain, worlds: dict[str, hidden_worlds.World]
) -> None:
    """For six minutes it finds the chain and peers, is paid with, has its address replaced and its tor killed.

    It is told to dial an address of the clearnet, and asks its proxy for it. What would have been seen of a leak is
    shown at the end: without a fence it is captured, behind one it is counted.
    """
    await secluded_life.check(tmp_path, cast("hidden_tor.Tor", worlds["tor"]), chain, is_fenced=is_fenced)


@side_by_side.case
async def test_the_fence_holds_a_monerod_that_nobody_told_to_hide(tmp_path: Path) -> None:
    """Without the fence it dials and asks name servers, which is seen; behind it not a packet of it is."""
    with pod.made(tmp_path / "open") as made, secluded.daemon(made, tmp_path / "seen", *LEAKING) as process:
        await process.until(lambda: _is_seen(made), "it sent nothing", seconds=STEP_SECONDS)

    with pod.made(tmp_path / "fenced") as fenced:
        secluded.fence(fenced)
        with secluded.daemon(fenced, tmp_path / "held", *LEAKING) as process:
            await process.until(lambda: _is_held_back(fenced), "nothing was held back", seconds=STEP_SECONDS)

        assert fenced.leaks() == []


async def _is_seen(made: pod.Pod) -> bool:
    """Tell whether it dialed somebody and asked a name server."""
    leaks = made.leaks()
    return all(any(what in leak for leak in leaks) for what in (f"> {secluded.NOBODY}.{DIALED}: ", ".53: "))


async def _is_held_back(made: pod.Pod) -> bool:
    """Tell whether the kernel counted both."""
    return all(secluded.held_back(made).values())
