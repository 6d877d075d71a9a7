# SPDX-License-Identifier: Apache-2.0
"""Tor and I2P beside a node, fully decided: what its sidecars, its arguments and its routers' documents are built from.

Ports follow monerod's own: the inbound connections of Tor stand four above that of peers, those of I2P five.
"""

import msgspec

from aiomonero.types.network import Network
from monero_operator.api.v1alpha1 import anonymity as api
from monero_operator.facts import HiddenNetwork


class OnHidden(msgspec.Struct, frozen=True, kw_only=True):
    """What both networks have alike.

    With `has_p2p` transactions leave by the network and peers of it are met, and `has_noise` hides them among padding;
    with `has_rpc` the restricted RPC has addresses there.
    """

    image: str
    has_p2p: bool = False
    has_noise: bool = True
    has_rpc: bool = False


class OnTor(OnHidden, frozen=True, kw_only=True):
    """Tor beside each node.

    `is_balanced`: all nodes share one RPC onion by Onionbalance. `is_locked`: monerod reaches the clearnet by Tor and
    not otherwise; `is_fenced`: packet rules see to it.
    """

    spec: api.Tor
    is_balanced: bool = False
    is_locked: bool = False
    is_fenced: bool = False


class OnI2p(OnHidden, frozen=True, kw_only=True):
    """I2P beside each node."""

    spec: api.I2p


class Anonymity(msgspec.Struct, frozen=True, kw_only=True):
    """Tor and I2P; None where it is off. With a `transport` everything between the nodes of a network goes by it."""

    tor: OnTor | None = None
    i2p: OnI2p | None = None
    transport: api.Transport = "clearnet"

    @property
    def is_locked(self) -> bool:
        """Whether monerod talks to nobody but its routers."""
        return self.transport != "clearnet" or (self.tor is not None and self.tor.is_locked)

    @property
    def is_fenced(self) -> bool:
        """Whether packet rules hold monerod back."""
        return self.tor is not None and self.tor.is_fenced

    @property
    def has_rpc(self) -> bool:
        """Whether clients come by loopback, of whom one that misbehaves must not have all others banned."""
        return any(on.has_rpc for on in (self.tor, self.i2p) if on)

    @property
    def met(self) -> tuple[HiddenNetwork, ...]:
        """The networks over which peers are met."""
        return tuple(name for name, on in self.enabled.items() if on.has_p2p)

    @property
    def enabled(self) -> dict[HiddenNetwork, OnTor | OnI2p]:
        """The networks that are on."""
        if self.tor is None and self.i2p is None:
            return {}  # most sets, and it is asked for each node and container
        given: dict[HiddenNetwork, OnTor | OnI2p | None] = {"tor": self.tor, "i2p": self.i2p}
        return {name: on for name, on in given.items() if on}


NONE = Anonymity()


def inbound_port(network: Network, name: HiddenNetwork) -> int:
    """Return where monerod takes the connections of peers of Tor or I2P, which is also the port of its onion."""
    return network.ports.p2p + {"tor": 4, "i2p": 5}[name]
