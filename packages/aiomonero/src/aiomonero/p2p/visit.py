# SPDX-License-Identifier: Apache-2.0
"""What one visit to one peer found out. It is also one line of what a crawl writes down."""

import enum
import errno
from typing import NamedTuple

import msgspec

from aiomonero import errors
from aiomonero.types.hashes import Hash
from aiomonero.types.peer_address import PeerAddress


class Outcome(enum.StrEnum):
    """How a visit ended; only peers that `ANSWERED` are reachable members of the network.

    With `NO_ROUTE` nothing was sent to the peer: that was no visit, and a crawler tells none.
    """

    ANSWERED = "answered"
    OTHER_NETWORK = "other network"
    NONSENSE = "nonsense"
    CLOSED = "closed"
    REFUSED = "refused"
    TIMED_OUT = "timed out"
    INTERRUPTED = "interrupted"
    NO_ROUTE = "no route"

    @classmethod
    def of(cls, error: errors.MoneroError) -> "Outcome":
        """Return what an error says about the peer; one that says nothing about it is raised again."""
        if isinstance(error, errors.ProxyRefused) or getattr(error.cause, "errno", None) in _OURS:
            raise error
        if getattr(error.cause, "errno", None) in _NO_ROUTE:
            return cls.NO_ROUTE
        for kind, outcome in _OUTCOMES.items():
            if isinstance(error, kind):
                return outcome
        raise error


_OURS = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
"""What the system says where this side has too many connections."""

_NO_ROUTE = frozenset({errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL})
"""What the system says where nothing can be sent, or a router where its network ends."""

_OUTCOMES: dict[type[errors.MoneroError], Outcome] = {
    errors.OtherNetwork: Outcome.OTHER_NETWORK,
    errors.TimedOut: Outcome.TIMED_OUT,
    errors.Closed: Outcome.CLOSED,
    errors.TransportError: Outcome.REFUSED,
    errors.RemoteProtocolError: Outcome.NONSENSE,
}


class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a peer says of itself in a handshake; nothing of it is proven.

    `top_version` is the hard fork of its top block. `rpc_port` is 0 unless it offers RPC to the public,
    `pruning_seed` 0 where it keeps whole blocks. `told` counts the addresses that it gave.
    """

    peer_id: int
    height: int
    top_hash: Hash
    top_version: int
    support_flags: int = 0
    pruning_seed: int = 0
    rpc_port: int = 0
    told: int = 0


class Told(NamedTuple):
    """A peer's answer and the addresses that it gave."""

    answer: Answer
    peers: tuple[PeerAddress, ...]


class Visit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag="visit"):
    """One visit: to whom, how many hops from the seeds, when (Unix seconds), how long it took, and the answer."""

    address: str
    depth: int
    began_at: float
    seconds: float
    outcome: Outcome
    answer: Answer | None = None
    problem: str = ""

    @property
    def peer(self) -> PeerAddress:
        """The address as a value."""
        return PeerAddress.parse(self.address)
