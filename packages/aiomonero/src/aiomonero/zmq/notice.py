# SPDX-License-Identifier: Apache-2.0
"""What a subscription says for itself, among the values that the daemon publishes."""

import dataclasses
from typing import TypeAlias

from aiomonero import errors
from aiomonero.types.hashes import Hash
from aiomonero.types.publication import Publication


@dataclasses.dataclass(frozen=True, slots=True)
class Missed:
    """The main chain has blocks from `first_height` to `last_height` that were not published to us.

    They can be asked for over RPC. `after_hash` is the block that we saw below them: if it is not in the main chain any
    more, then earlier ones were replaced too. None stands for "none seen", or none whose hash is known.
    """

    first_height: int
    last_height: int
    after_hash: Hash | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Reorganized:
    """The main chain changed: `depth` blocks from `first_height` on are gone, and what follows replaces them."""

    first_height: int
    depth: int


@dataclasses.dataclass(frozen=True, slots=True)
class Disconnected:
    """The connection ended; it is being made again, and what the daemon publishes until then is lost."""

    reason: str


@dataclasses.dataclass(frozen=True, slots=True)
class Reconnected:
    """The connection is back; missing blocks will be told as `Missed`, the pool can be asked for over RPC."""


@dataclasses.dataclass(frozen=True, slots=True)
class Overflowed:
    """The consumer was too slow: the `dropped` oldest messages were thrown away. Missing blocks are told as well."""

    dropped: int


@dataclasses.dataclass(frozen=True, slots=True)
class Silent:
    """Nothing was published for so long; a daemon whose ZMQ thread died lives on and looks just like this."""

    seconds: float


@dataclasses.dataclass(frozen=True, slots=True)
class Undecodable:
    """A message that is not what its topic carries."""

    error: errors.RemoteProtocolError


Notice: TypeAlias = Missed | Reorganized | Disconnected | Reconnected | Overflowed | Silent | Undecodable
Event: TypeAlias = Publication | Notice
