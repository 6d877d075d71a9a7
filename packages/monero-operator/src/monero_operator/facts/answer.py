# SPDX-License-Identifier: Apache-2.0
"""What the daemon or the miner of a pod answered when it was asked, or why there is no answer."""

from datetime import datetime
from typing import Generic, TypeVar

import msgspec

from aiomonero.types.health import Status

S = TypeVar("S")
"""What a pod says of itself when it is asked."""


class Mining(msgspec.Struct, frozen=True):
    """What a miner says of itself.

    `is_connected`: it has a pool or node to work for; `has_worked`: it has had one since its start.
    """

    is_connected: bool
    has_worked: bool = True


class Looked(msgspec.Struct, Generic[S], frozen=True):
    """A pod answered. `progressed_at` is when the height of its chain was last seen to grow, or was seen first."""

    status: S
    at: datetime
    progressed_at: datetime | None = None


class CouldNotLook(msgspec.Struct, frozen=True):
    """It did not, and why: a sentence without times or counters, since the conditions repeat it."""

    because: str
    at: datetime
    progressed_at: datetime | None = None


Answer = Looked[S] | CouldNotLook
Daemon = Answer[Status]
