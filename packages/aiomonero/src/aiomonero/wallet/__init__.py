# SPDX-License-Identifier: Apache-2.0
"""Typed calls of `monero-wallet-rpc`, a file per topic as in `aiomonero.methods.wallet`."""
