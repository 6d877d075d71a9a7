# SPDX-License-Identifier: Apache-2.0
"""What was seen of the daemon at one time; "could not look, because" is a fact like any other."""

import dataclasses
from typing import Generic, TypeVar

from aiomonero import errors
from aiomonero.types.block import BlockHeader
from aiomonero.types.info import Info
from aiomonero.types.peer import Connection

Answer = TypeVar("Answer")


@dataclasses.dataclass(frozen=True, slots=True)
class Seen(Generic[Answer]):
    """One source's answer, or the error in its place, and how long that took."""

    answer: Answer | None
    error: errors.MoneroError | None
    duration_seconds: float


@dataclasses.dataclass(frozen=True, slots=True)
class Observation:
    """All sources; those that were not asked because `info` failed are None. `observed_at` is in Unix seconds."""

    observed_at: float
    info: Seen[Info]
    connections: Seen[tuple[Connection, ...]] | None
    header: Seen[BlockHeader] | None
