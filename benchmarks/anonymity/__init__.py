# SPDX-License-Identifier: Apache-2.0
"""What Tor and I2P cost beside a node, and how long its addresses take, on private networks on this machine."""
