# SPDX-License-Identifier: Apache-2.0
"""A daemon at a glance."""

import msgspec

from aiomonero.cli.output import overview

SEEN = overview.Overview(
    version="0.18.5.3",
    network="mainnet",
    height=3_500_000,
    target_height=0,
    synchronized=True,
    top_hash=64 * "a",
    top_timestamp=1_800_000_000,
    difficulty=7,
    peers_in=3,
    peers_out=12,
    pool_transactions=2,
    pool_bytes=4096,
)


def test_a_line_has_height_peers_and_pool() -> None:
    """What a person watches for."""
    moment = overview.moment(SEEN, None)

    assert not moment.is_old
    assert moment.lines == (
        "height 3500000, synchronized, 3 peers in and 12 out, 2 transactions of 4.0 KiB in the pool"
    )


def test_a_daemon_that_syncs_says_how_far_it_goes() -> None:
    """Or that it does not know yet."""
    syncing = msgspec.structs.replace(SEEN, synchronized=False, target_height=3_600_000)
    unsure = msgspec.structs.replace(syncing, target_height=0)

    assert "synchronizing to 3600000," in overview.moment(syncing, SEEN).lines
    assert "synchronizing to an unknown height," in overview.moment(unsure, SEEN).lines


def test_trouble_comes_first_and_the_same_is_old() -> None:
    """A look that failed is told once."""
    troubled = msgspec.structs.replace(SEEN, trouble="get_info at http://127.0.0.1:1: refused")

    assert overview.moment(troubled, SEEN).lines == "no answer: get_info at http://127.0.0.1:1: refused"
    assert overview.moment(troubled, troubled).is_old
