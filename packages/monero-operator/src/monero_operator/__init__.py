# SPDX-License-Identifier: Apache-2.0
"""Kubernetes operator for Monero nodes, networks and miners."""

__version__ = "0.1.0"
