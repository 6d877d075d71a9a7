# SPDX-License-Identifier: Apache-2.0
"""A node set's spec that can be carried out."""

from monero_operator.api.reasons import Reason
from monero_operator.api.v1alpha1.moneronodeset import MoneroNodeSetSpec
from monero_operator.plan.config import Config


class NodeSetConfig(Config, frozen=True, kw_only=True):
    """What all nodes of a node set have in common, and what it is as a whole."""

    whole: MoneroNodeSetSpec

    @property
    def starting(self) -> Reason:
        """The same where pods take a port of their machine."""
        return Reason.STARTING_ON_HOST if self.whole.p2p.expose == "HostPort" else super().starting

    @property
    def has_siblings(self) -> bool:
        """Whether the nodes dial each other."""
        return self.is_closed or self.whole.p2p.siblings
