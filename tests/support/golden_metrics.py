# SPDX-License-Identifier: Apache-2.0
"""An exporter's metrics as text that is the same each time: what two runs on one state tell differently is masked.

`make goldens` writes the files of tests/golden/exporter anew, and from them the table of docs/reference/metrics.md.
"""

import asyncio
import re
from collections.abc import Callable
from typing import Final

from tests.support import golden
from tests.support.exporter import Exporter

FOLDER: Final = "exporter"
MASK: Final = "~"
_SECONDS: Final = 20.0
_SETTLED = 2
"""The collection that tells of all the calls that the first one made."""
_COLLECTIONS = re.compile(rb"^monero_exporter_collections_total(?:\{\})? (\S+)$", re.MULTILINE)

_VOLATILE = re.compile(
    r"""
    _(seconds|timestamp|time|age|livetime|lastseen|oldest)(_|$)              # clocks
    |_(bytes|size|weight|packets|rate_bps|space)(_|$)                        # of keys, messages, databases and disks
    |_(fee|fees|reward)(_|$)|histo_98pc|backlog_blocks                       # follow sizes
    |pool_transactions$                                                      # by age
    |sibling_height_divergence                                               # follows when the sibling was asked
    |hashes_per_second|nonce|_rpc_|rpc_connections|process_|exporter_collection
    """,
    re.VERBOSE,
)
_VOLATILE_LABELS = re.compile(r'\b(version|method)="[^"]*"')
_COUNT = re.compile(r"(?<!rpc)(?<!connections)(?<!duration_seconds)_count$")
_LINE = re.compile(r"(?P<series>\S+?(?:\{.*\})?) (?P<value>\S+)")


async def check(name: str, exporter: Exporter, *, is_its_own: bool = True) -> None:
    """Fail unless the exporter tells what a golden file does, which is written anew only by whose own it is."""
    page = await until(exporter, _is_settled, "the second collection")
    golden.check_text(f"{FOLDER}/{name}.txt", masked(page), is_its_own=is_its_own)


def masked(body: bytes) -> str:
    """Return each series and its value, or MASK where that would be another one the next time, in an order of its own.

    Daemons count their calls in no order, and which calls there were before a scrape is not told twice the same.
    """
    lines = (line for line in body.decode().splitlines() if not line.startswith("#"))
    return "".join(f"{line}\n" for line in sorted(set(map(_masked, lines))))


def _masked(line: str) -> str:
    match = _LINE.fullmatch(line)
    assert match, f"{line!r} is no sample"
    name = match["series"].partition("{")[0]
    value = MASK if _VOLATILE.search(_COUNT.sub("", name)) and not _COUNT.search(name) else match["value"]
    series = _VOLATILE_LABELS.sub(rf'\1="{MASK}"', match["series"])
    return f"{series} {value}"


async def until(exporter: Exporter, is_wanted: Callable[[bytes], bool], what: str) -> bytes:
    """Return the first page that is as wanted."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + _SECONDS
    while not is_wanted(body := (await exporter.get("/metrics")).body):
        assert loop.time() < deadline, f"{what}: not within {_SECONDS:g} s; the last page:\n{body.decode()}"
        await asyncio.sleep(0.25)
    return body


def _is_settled(body: bytes) -> bool:
    match = _COLLECTIONS.search(body)
    return match is not None and float(match[1]) >= _SETTLED
