# SPDX-License-Identifier: Apache-2.0
"""Which keys a set needs: the entry that all its nodes share, and those of each node."""

from collections.abc import Iterable

import msgspec

from monero_operator.api import durations
from monero_operator.api.v1alpha1 import anonymity
from monero_operator.api.v1alpha1.nodes import NodeSpec
from monero_operator.facts import HiddenNetwork
from monero_operator.keys import entries

MAX_OVERLAP_SECONDS = 30 * 24 * 3600.0
"""What the schema lets in; objects from before that rule may ask for more."""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """The keys that a set needs at one network.

    `encrypted` are those found by an encrypted lease set. `is_locked` is whether it has left the clearnet for good,
    which its Secret remembers; None leaves that as it is.
    """

    network: HiddenNetwork
    settings: anonymity.Hidden
    is_used: bool
    entries: tuple[str, ...] = ()
    encrypted: tuple[str, ...] = ()
    is_locked: bool | None = None

    @property
    def given(self) -> str:
        """The name of the user's own Secret, or nothing."""
        return self.settings.secret_ref.name if self.is_used and self.settings.secret_ref else ""

    @property
    def overlap_seconds(self) -> float:
        """How long an old key is kept beside a new one."""
        return min(durations.seconds(self.settings.overlap) or 0.0, MAX_OVERLAP_SECONDS)


def of(
    spec: NodeSpec,
    nodes: int,
    *,
    transport: anonymity.Transport = "clearnet",
    is_locked: bool = False,
    has_balancer: bool = False,
) -> tuple[Wish, Wish]:
    """Return what a set of this many nodes needs. A network that is the transport is used without being enabled.

    A node that is alone serves by the shared key, unless `has_balancer`: then it has one of its own as others do.
    """
    tor, i2p = spec.tor, spec.i2p
    onions = (entries.SHARED, *_of_each("rpc", nodes if nodes > 1 or has_balancer else 0), *_of_each("p2p", nodes))
    is_open = tor.clearnet == "allowed"
    return (
        Wish(
            network="tor",
            settings=tor,
            is_used=tor.enabled or transport == "tor",
            entries=onions,
            is_locked=False if is_open else is_locked or None,
        ),
        Wish(
            network="i2p",
            settings=i2p,
            is_used=i2p.enabled or transport == "i2p",
            entries=(entries.SHARED, *_of_each("p2p", nodes)),
            encrypted=(entries.SHARED,) if i2p.encrypted_rpc else (),
        ),
    )


def given(wishes: Iterable[Wish]) -> dict[HiddenNetwork, str]:
    """Return the names of the user's own Secrets, "" for none, for all networks: ours may be there from before."""
    return {wish.network: wish.given for wish in wishes}


def _of_each(purpose: str, nodes: int) -> tuple[str, ...]:
    return tuple(f"{purpose}-{ordinal}" for ordinal in range(nodes))
