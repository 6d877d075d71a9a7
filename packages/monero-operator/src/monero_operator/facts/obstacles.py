# SPDX-License-Identifier: Apache-2.0
"""What keeps a child from being written or read: clashes of names, refusals, and what nobody could have made."""

import msgspec


class Clash(msgspec.Struct, frozen=True):
    """Something that is not ours has the name of a child; `controller` is `Kind/name`, or empty."""

    kind: str
    name: str
    controller: str = ""


class Refusal(msgspec.Struct, frozen=True):
    """The API server did not accept a child, and what it said: a quota, a resource that no machine knows."""

    kind: str
    name: str
    message: str


class Obstacles(msgspec.Struct, frozen=True):
    """What earlier writes ran into.

    `taken_addresses` are cluster IPs and node ports that the API server refused to give back to a Service of a node
    that was made again.
    """

    clashes: tuple[Clash, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    taken_addresses: frozenset[str] = frozenset()


class Unreadable(msgspec.Struct, frozen=True):
    """A child of ours that does not look like any child we could have made, and how (`Entry.error`)."""

    kind: str
    name: str
    problem: str
