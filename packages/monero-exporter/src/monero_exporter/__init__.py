# SPDX-License-Identifier: Apache-2.0
"""Metrics and health of one Monero daemon for Prometheus and Kubernetes."""

__version__ = "0.1.0"
