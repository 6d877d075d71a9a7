# SPDX-License-Identifier: Apache-2.0
"""What Onionbalance tells of itself at its status socket."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TIMEOUT_SECONDS = 5.0

_MAX_BYTES = 256 * 1024
_SUFFIX = ".onion"


@dataclass(frozen=True, slots=True)
class Front:
    """An onion that is published for all: how many backends are known, which are not, and whether it is published."""

    address: str
    backends: int
    unseen: tuple[str, ...]
    is_published: bool


async def fetch(socket: Path) -> tuple[Front, ...] | None:
    """Return what is published, or None if nobody says so."""
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            reader, writer = await asyncio.open_unix_connection(str(socket), limit=_MAX_BYTES)
            try:
                return read(await _all(reader))
            finally:
                writer.transport.abort()
    except (OSError, TimeoutError):
        return None


async def _all(reader: asyncio.StreamReader) -> bytes:
    """Return what comes until the other side closes, within the bound."""
    content = b""
    while len(content) <= _MAX_BYTES and (chunk := await reader.read(_MAX_BYTES)):
        content += chunk
    return content


def read(content: bytes) -> tuple[Front, ...] | None:
    """Return what a document of the socket says."""
    try:
        document = json.loads(content)
        return tuple(_front(service) for service in document["services"])
    except (ValueError, TypeError, KeyError):
        return None


def _front(service: Mapping[str, Any]) -> Front:
    unseen = tuple(_onion(each["onionAddress"]) for each in service["instances"] if not each.get("introPointsNum"))
    return Front(
        address=_onion(service["onionAddress"]),
        backends=len(service["instances"]) - len(unseen),
        unseen=unseen,
        is_published=service["publishAttemptFirstDescriptor"] is not None,
    )


def _onion(address: str) -> str:
    """Its versions disagree on whether an address has its ending, and some put it there twice."""
    return address.partition(".")[0] + _SUFFIX
