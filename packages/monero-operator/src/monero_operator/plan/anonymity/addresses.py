# SPDX-License-Identifier: Apache-2.0
"""Where a set is reached over Tor or I2P: by its keys, so that addresses are known before anything runs."""

import msgspec

from aiomonero.types.network import Network
from monero_operator.desired import anonymity
from monero_operator.desired.anonymity import Anonymity
from monero_operator.facts import HiddenNetwork, KeyRing
from monero_operator.keys import entries


class Addresses(msgspec.Struct, frozen=True, kw_only=True):
    """The addresses of a set of so many `replicas` at one network that is on; an empty one is not there, or unknown."""

    at: HiddenNetwork
    network: Network
    wanted: Anonymity
    ring: KeyRing
    replicas: int

    def shared(self, suffix: str = "") -> str:
        """Return where all nodes, or the only one, are asked."""
        is_served = self.at == "i2p" or self.replicas <= 1 or self._is_balanced
        known = self.ring.encrypted_addresses if self._is_encrypted else self.ring.addresses
        return known.get(entries.SHARED + suffix, "") if is_served and self._has_rpc else ""

    def rpc(self, ordinal: int) -> str:
        """Return where clients reach one node and no other."""
        if not self._has_rpc or self._is_encrypted:
            return ""
        is_alone = self.replicas <= 1 and not self._is_balanced
        at_tor = entries.SHARED if is_alone else f"{entries.SHARED}-{ordinal}"
        return self.ring.addresses.get(at_tor if self.at == "tor" else f"p2p-{ordinal}", "")

    def p2p(self, ordinal: int) -> str:
        """Return where peers reach one node, as its owner writes it: a destination of I2P needs no port."""
        is_transport = self.wanted.transport == self.at
        address = self.ring.addresses.get(f"p2p-{ordinal}", "")
        if not address or not (is_transport or self.at in self.wanted.met):
            return ""
        port = self.network.ports.p2p if is_transport else anonymity.inbound_port(self.network, "tor")
        return f"{address}:{port}" if self.at == "tor" else address

    @property
    def _has_rpc(self) -> bool:
        return self.wanted.enabled[self.at].has_rpc

    @property
    def _is_balanced(self) -> bool:
        return self.wanted.tor is not None and self.wanted.tor.is_balanced

    @property
    def _is_encrypted(self) -> bool:
        return self.at == "i2p" and self.wanted.i2p is not None and self.wanted.i2p.spec.encrypted_rpc
