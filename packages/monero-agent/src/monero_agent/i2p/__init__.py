# SPDX-License-Identifier: Apache-2.0
"""i2pd beside a node: from what is mounted to a configuration and tunnels, and from its web console to a status."""
