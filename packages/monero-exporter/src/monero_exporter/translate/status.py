# SPDX-License-Identifier: Apache-2.0
"""What was seen, as the `/status` document."""

from collections.abc import Sequence

from aiomonero.types.health import Status
from aiomonero.types.info import Info
from aiomonero.types.peer import Connection
from monero_exporter.translate import hidden, observation, readiness
from monero_exporter.translate.observation import Details, Observation
from monero_exporter.translate.zones import Zone

_NOTHING = Details()


def translate(
    seen: Observation, verdict: readiness.Verdict, name: str | None = None, beside: Details = _NOTHING
) -> Status:
    """Return the status of the node of that name; what its daemon did not tell, or a restricted port hid, is None.

    `beside` has what was seen of Tor and I2P.
    """
    observed_at = int(seen.observed_at)
    tor = hidden.status(beside.tor, Zone.TOR, seen)
    i2p = hidden.status(beside.i2p, Zone.I2P, seen)
    info = seen.info.answer
    if info is None:
        return Status(name=name, reasons=verdict.reasons, observed_at=observed_at, tor=tor, i2p=i2p)
    header = observation.answer(seen.header)
    peers_in, peers_out = _peer_counts(observation.answer(seen.connections), info)
    return Status(
        name=name,
        version=info.version or None,
        network=info.network,
        height=info.height,
        target_height=info.target_height or None,
        top_hash=info.top_block_hash,
        top_timestamp=header.timestamp if header else None,
        synced=verdict.is_synced,
        ready=verdict.is_ready,
        reasons=verdict.reasons,
        peers_in=peers_in,
        peers_out=peers_out,
        started_at=info.start_time or None,
        observed_at=observed_at,
        tor=tor,
        i2p=i2p,
    )


def _peer_counts(connections: Sequence[Connection] | None, info: Info) -> tuple[int | None, int | None]:
    if connections is not None:
        return _count(connections, incoming=True), _count(connections, incoming=False)
    if info.restricted:
        return None, None
    return info.incoming_connections_count, info.outgoing_connections_count


def _count(connections: Sequence[Connection], *, incoming: bool) -> int:
    return sum(peer.is_established and peer.incoming is incoming for peer in connections)
