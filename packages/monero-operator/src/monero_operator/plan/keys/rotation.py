# SPDX-License-Identifier: Apache-2.0
"""Which keys the annotation asks to rotate: those that its value names before a colon, and else all.

`tor:again` names a network, `rpc:again` an entry of both, `tor/p2p-1:again` an entry of one. What follows the colon
makes it new. A value without a word before a colon, such as a time, is about everything; a word that names nothing is
about nothing, as it may be mistyped, and addresses that are lost do not come back.
"""

import re
from typing import get_args

import msgspec

from monero_operator.facts import HiddenNetwork
from monero_operator.keys import entries

_NETWORKS = frozenset(get_args(HiddenNetwork))
_WORD = re.compile(r"[A-Za-z][^\s:]*:")


class Rotation(msgspec.Struct, frozen=True):
    """What is to be rotated: of this network, or of both, this entry, or all; "" is any."""

    network: str = ""
    entry: str = ""

    def names(self, network: HiddenNetwork, entry: str) -> bool:
        """Say whether an entry is among it."""
        return self.network in ("", network) and self.entry in ("", entry)


def read(wish: str) -> Rotation:
    """Return what a value of the annotation is about."""
    name = wish.partition(":")[0]
    network, _, entry = name.partition("/")
    if network in _NETWORKS:
        return Rotation(network, entry)
    return Rotation(entry=name) if entries.is_entry(name) or _WORD.match(wish) else Rotation()
