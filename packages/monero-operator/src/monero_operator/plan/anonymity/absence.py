# SPDX-License-Identifier: Apache-2.0
"""Why no peer is met over Tor or I2P though it is on, what transactions do then, and what to do to have some."""

from typing import get_args

from monero_operator.conditions.hidden_peers import Absence
from monero_operator.conditions.statement import NAMES
from monero_operator.desired.anonymity import Anonymity
from monero_operator.facts import HiddenNetwork

NOBODY = "go to nobody"
EXCLUSIVE = "add-exclusive-node"
OFFLINE = "offline"


def of(wanted: Anonymity, at: HiddenNetwork, flags: frozenset[str], *, field: str, is_alone: bool) -> Absence | None:
    """Return why, or nothing where peers are met.

    The network's settings stand at `field`; `flags` are the user's, and `is_alone` says that the only node works
    without peers.
    """
    if at in (wanted.transport, *wanted.met):
        return None
    if wanted.transport != "clearnet":
        return Absence(cause=f"spec.transport is {wanted.transport}", way=f"leave over {NAMES[wanted.transport]}")
    if OFFLINE in flags:
        return Absence(cause="--offline is among the arguments", way=NOBODY)
    if is_alone:
        cause = "the only node of a closed set has nobody to meet"
        return Absence(cause=cause, way=NOBODY, cure=" Ask for another replica to have some.")
    if wanted.enabled[at].spec.p2p == "never":
        return Absence(cause=f"{field}.p2p is never", way=_way(wanted))
    return Absence(cause="there are none to be expected", way=_way(wanted), cure=_cure(field, flags))


def _way(wanted: Anonymity) -> str:
    others: list[HiddenNetwork] = [at for at in get_args(HiddenNetwork) if at in wanted.met]
    if others:
        return f"leave over {NAMES[others[0]]}"
    return "leave by Tor's exits" if wanted.is_locked else "leave by the clearnet"


def _cure(field: str, flags: frozenset[str]) -> str:
    """Return how there would be some; beside exclusive nodes monerod dials none but those that are named."""
    named = f" To have some, name them in {field}.peers"
    return f"{named}." if EXCLUSIVE in flags else f"{named}, or say {field}.p2p: always."
