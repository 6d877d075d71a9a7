# SPDX-License-Identifier: Apache-2.0
"""The `monero` command; the only importer of click and rich."""
