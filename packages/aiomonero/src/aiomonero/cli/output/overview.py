# SPDX-License-Identifier: Apache-2.0
"""A daemon at a glance: what `monero daemon watch` shows again and again."""

from __future__ import annotations

import msgspec

from aiomonero.cli.output import stream, table, units


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """The daemon as last seen; `trouble` says why it could not be looked at since, `events` what it published last."""

    version: str
    network: str
    height: int
    target_height: int
    synchronized: bool
    top_hash: str
    top_timestamp: int
    difficulty: int
    peers_in: int
    peers_out: int
    pool_transactions: int
    pool_bytes: int
    trouble: str | None = None
    events: tuple[str, ...] = ()


def moment(now: Overview, before: Overview | None) -> stream.Moment:
    """Return how an overview is shown after another one."""
    return stream.Moment(now, _line(now), lambda style: table.fields(now, style), is_old=now == before)


def _line(now: Overview) -> str:
    if now.trouble:
        return f"no answer: {now.trouble}"
    state = "synchronized" if now.synchronized else f"synchronizing to {now.target_height or 'an unknown height'}"
    pool = f"{now.pool_transactions} transactions of {units.size(now.pool_bytes)} in the pool"
    return f"height {now.height}, {state}, {now.peers_in} peers in and {now.peers_out} out, {pool}"
