# SPDX-License-Identifier: Apache-2.0
"""tor beside a node: from what is mounted to a configuration and keys, and from its control socket to a status."""
