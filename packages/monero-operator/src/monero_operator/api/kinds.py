# SPDX-License-Identifier: Apache-2.0
"""Every kind that users write, in the order in which pages and definitions list them."""

from monero_operator.api.v1alpha1.moneronetwork import MoneroNetwork

Root = MoneroNetwork
"""A custom resource of any kind."""

ALL: tuple[type[Root], ...] = (MoneroNetwork,)
