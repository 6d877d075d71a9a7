# SPDX-License-Identifier: Apache-2.0
"""Asynchronous, typed client library for Monero daemons."""

__version__ = "0.1.0"
