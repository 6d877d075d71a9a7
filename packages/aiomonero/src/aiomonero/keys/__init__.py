# SPDX-License-Identifier: Apache-2.0
"""Seeds, keys and addresses: pure arithmetic; entropy is an argument."""
