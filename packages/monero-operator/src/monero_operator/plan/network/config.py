# SPDX-License-Identifier: Apache-2.0
"""A network's spec that can be carried out."""

from monero_operator.api.v1alpha1.moneronetwork import MoneroNetworkSpec, Override
from monero_operator.plan.config import Config


class NetworkConfig(Config, frozen=True, kw_only=True):
    """What all nodes of a network have in common, what it is as a whole, and what single nodes have of their own."""

    whole: MoneroNetworkSpec
    overrides: dict[int, Override]
