# SPDX-License-Identifier: Apache-2.0
"""What was learned of the transactions that wait: what is inside them, which came and which left."""

import dataclasses
from typing import NamedTuple

from aiomonero import errors
from aiomonero.types.transaction import Transaction
from monero_exporter.catalogue import pool as families
from monero_exporter.translate.distribution import Histogram

_NO_WAITS = Histogram.empty(families.POOL_WAIT_SECONDS.buckets)


class Waiting(NamedTuple):
    """What is inside a transaction; each key image is of one input."""

    size_bytes: int
    outputs: int
    fee_piconero: int
    key_images: tuple[bytes, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Changes:
    """Transactions since the exporter's start: those that came, those that left, and how long the mined ones waited.

    `untold` are those of which nobody could say where they went.
    """

    added: int = 0
    mined: int = 0
    dropped: int = 0
    untold: int = 0
    waits: Histogram = _NO_WAITS


@dataclasses.dataclass(frozen=True, slots=True)
class PoolContents:
    """The pool as it is now, and its changes; `unread` transactions wait without their contents being known."""

    read: tuple[Waiting, ...]
    unread: int
    changes: Changes


def read(transaction: Transaction) -> Waiting | None:
    """Return what is inside a transaction; None where the daemon printed nonsense, or left out the bytes."""
    try:
        body = transaction.body()
    except errors.RemoteProtocolError:
        return None
    size_bytes = len(transaction.as_hex) // 2
    if body is None or not size_bytes:
        return None
    images = tuple(bytes.fromhex(each.key.key_image) for each in body.inputs if each.key)
    return Waiting(size_bytes, len(body.outputs), body.fee_piconero, images)
