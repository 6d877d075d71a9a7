# SPDX-License-Identifier: Apache-2.0
"""Runs and watches tor, i2pd and onionbalance beside Monero nodes, with nothing but the standard library."""

__version__ = "0.1.0"
