# SPDX-License-Identifier: Apache-2.0
"""Every kind that users write, in the order in which pages and definitions list them."""

from monero_operator.api.v1alpha1.monerominingnodeset import MoneroMiningNodeSet
from monero_operator.api.v1alpha1.moneronetwork import MoneroNetwork
from monero_operator.api.v1alpha1.moneronodeset import MoneroNodeSet

Root = MoneroNodeSet | MoneroNetwork | MoneroMiningNodeSet
"""A custom resource of any kind."""

ALL: tuple[type[Root], ...] = (MoneroNodeSet, MoneroNetwork, MoneroMiningNodeSet)
