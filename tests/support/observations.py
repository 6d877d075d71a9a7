# SPDX-License-Identifier: Apache-2.0
"""Observations of a daemon for unit tests: real answers, changed where a test says so."""

from typing import Any

import msgspec

from aiomonero import errors
from aiomonero.methods.daemon import chain, headers, peers
from aiomonero.protocol import jsonrpc
from aiomonero.types.block import BlockHeader
from aiomonero.types.health import Status
from aiomonero.types.info import Info
from aiomonero.types.network import Network
from aiomonero.types.peer import Connection
from monero_exporter.translate.observation import Answer, Observation, Seen, Sibling
from tests.support import vectors

NOW = 1_800_000_000.0
HEIGHT = 1000
FAILED: Seen[None] = Seen(answer=None, error=errors.TimedOut("no answer within 2 s"), duration_seconds=2.0)


def info(**changes: object) -> Info:
    """Return what a synchronized mainnet daemon with HEIGHT blocks says, with changes."""
    body = vectors.answer("0.18.5.3", "unrestricted.json_rpc.get_info")
    usual = {"nettype": "mainnet", "height": HEIGHT, "target_height": 0}
    return msgspec.structs.replace(jsonrpc.decode(body, chain.GET_INFO.result), **{**usual, **changes})


def header(age_seconds: float = 60.0) -> BlockHeader:
    """Return a top block of that age."""
    body = vectors.answer("0.18.5.3", "unrestricted.json_rpc.get_last_block_header")
    top = jsonrpc.decode(body, headers.GET_LAST_BLOCK_HEADER.result).block_header
    return msgspec.structs.replace(top, timestamp=int(NOW - age_seconds))


def peer(height: int = HEIGHT, *, state: str = "normal", incoming: bool = False) -> Connection:
    """Return a connection to a peer of that height."""
    body = vectors.answer("0.18.5.3", "unrestricted.json_rpc.get_connections")
    first = jsonrpc.decode(body, peers.GET_CONNECTIONS.result).connections[0]
    return msgspec.structs.replace(first, height=height, state=state, incoming=incoming)


def seen(answer: Answer) -> Seen[Answer]:
    """Return an answer that came quickly."""
    return Seen(answer=answer, error=None, duration_seconds=0.001)


def sibling(height: int = HEIGHT, *, age_seconds: float = 60.0, is_forked: bool | None = None, **said: Any) -> Sibling:
    """Return what a ready sibling on mainnet with that many blocks, the last one of that age, says."""
    usual = {"name": "nodes-1", "network": Network.MAINNET, "ready": True, "synced": True}
    usual |= {"top_timestamp": int(NOW - age_seconds)}
    return Sibling(Status(height=height, **{**usual, **said}), is_forked)


def observation(
    daemon: Info | None = None,
    connections: tuple[Connection, ...] | None = None,
    top: BlockHeader | None = None,
    siblings: tuple[Sibling, ...] | None = (),
) -> Observation:
    """Return a complete observation of a daemon that is fine, with the given parts in place of the usual ones."""
    return Observation(
        observed_at=NOW,
        info=seen(daemon or info()),
        connections=seen((peer(), peer()) if connections is None else connections),
        header=seen(top or header()),
        siblings=siblings,
    )
