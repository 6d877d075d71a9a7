# SPDX-License-Identifier: Apache-2.0
"""Tor and I2P beside nodes: what a spec asks comes to, what nodes, routers and balancer are told of it, and its status.

Keys are apart, as Secrets are (`plan.keys`).
"""
