# SPDX-License-Identifier: Apache-2.0
"""All that was seen of one ordinal: a node or a miner."""

import math
from typing import Generic

import msgspec

from aiomonero.types import health
from aiomonero.types.health import Status
from monero_operator.facts.answer import Mining, S
from monero_operator.facts.children import StatefulSet
from monero_operator.facts.keys import HiddenNetwork
from monero_operator.facts.pod import Pod


class Replica(msgspec.Struct, Generic[S], frozen=True, kw_only=True):
    """All that was seen of one ordinal.

    `name` is its pod's, also if there is none, and `statefulset_name` its StatefulSet's; `status` is what its pod said
    within the last minute; `is_crashing` says that its pod runs for a moment between two crashes, if it runs, and
    `has_old_lines` that it was started before its lines of the ConfigMap changed. `idle_seconds` have passed since its
    pod turned (`Pod.turned_at`) and what it does was last seen to make progress; `age_seconds` is how long its pod has
    been there (`Pod.started_at`).
    """

    name: str
    statefulset_name: str
    ordinal: int
    statefulset: StatefulSet | None = None
    pod: Pod | None = None
    is_crashing: bool = False
    idle_seconds: float = 0.0
    age_seconds: float = math.inf
    has_old_lines: bool = False
    status: S | None = None

    @property
    def serves(self) -> bool:
        """Whether clients and siblings can count on it."""
        return self.pod is not None and self.pod.serves

    @property
    def is_current(self) -> bool:
        """Whether its pod was made from what its StatefulSet, and its ordinal's lines, say now."""
        if self.pod is None or self.statefulset is None or self.has_old_lines:
            return False
        return self.pod.revision == self.statefulset.update_revision != ""


class Node(Replica[Status], frozen=True, kw_only=True):
    """One node; what its pod says is its daemon's health."""

    @property
    def synced(self) -> bool | None:
        """What its daemon is known to say; its exporter answers also for a daemon that has said nothing."""
        if self.status is None or (self.status.height is None and not self.status.synced):
            return None
        return self.status.synced

    @property
    def is_synced(self) -> bool:
        """Whether its daemon is known to have the chain of its peers."""
        return self.synced is True

    @property
    def says_ready(self) -> bool:
        """Whether its exporter finds it fit to serve, which Kubernetes may not know yet."""
        return self.status is not None and self.status.ready

    @property
    def peers(self) -> int | None:
        """How many connections with peers its daemon is known to have."""
        if self.status is None or self.status.peers_in is None or self.status.peers_out is None:
            return None
        return self.status.peers_in + self.status.peers_out

    def hidden(self, network: HiddenNetwork) -> health.Hidden | None:
        """Return what its router at Tor or I2P is known to be like."""
        if self.status is None:
            return None
        return self.status.tor if network == "tor" else self.status.i2p


class Miner(Replica[Mining], frozen=True, kw_only=True):
    """One miner."""
