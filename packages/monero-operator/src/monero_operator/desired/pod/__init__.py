# SPDX-License-Identifier: Apache-2.0
"""The pod of one node, by container and concern. Every part fits the `restricted` Pod Security level."""
