# SPDX-License-Identifier: Apache-2.0
"""Onionbalance, which publishes one onion for all nodes of a set: from what is mounted to a process and its status."""
