# SPDX-License-Identifier: Apache-2.0
"""The visits of a crawl for other programs: flat records, as JSON lines or CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aiomonero.cli.output import document
from aiomonero.cli.output.printable import printable

if TYPE_CHECKING:
    from aiomonero.p2p.geoip import Place
    from aiomonero.p2p.visit import Visit
    from aiomonero.types.peer_address import PeerAddress

LookUp = Callable[["PeerAddress"], "Place"]

ANSWERED = ("peer_id", "height", "top_hash", "top_version", "support_flags", "pruning_seed", "rpc_port", "told")
COLUMNS = (
    *("address", "zone", "host", "port", "depth", "began_at", "seconds", "outcome", "problem"),
    *ANSWERED,
    *("country", "asn", "organization"),
)


def record(visit: Visit, look_up: LookUp) -> dict[str, Any]:
    """Return a visit as one flat record; what is not known is None."""
    peer, place = visit.peer, look_up(visit.peer)
    return {
        "address": visit.address,
        "zone": peer.kind.name.lower(),
        "host": peer.host,
        "port": peer.port,
        "depth": visit.depth,
        "began_at": visit.began_at,
        "seconds": visit.seconds,
        "outcome": str(visit.outcome),
        "problem": printable(visit.problem) or None,
        **{name: getattr(visit.answer, name, None) for name in ANSWERED},
        "country": printable(place.country) or None,
        "asn": place.asn or None,
        "organization": printable(place.organization) or None,
    }


def write_lines(visits: Iterable[Visit], path: Path, look_up: LookUp) -> None:
    """Write one JSON object per line."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(document.line(record(visit, look_up)) + "\n" for visit in visits)


def write_csv(visits: Iterable[Visit], path: Path, look_up: LookUp) -> None:
    """Write a table with a line of titles; fields that are not known stay empty."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(record(visit, look_up) for visit in visits)
