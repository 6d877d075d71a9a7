# SPDX-License-Identifier: Apache-2.0
"""The methods of `monero-wallet-rpc`, a file per topic."""
