# SPDX-License-Identifier: Apache-2.0
"""Values of `monero-wallet-rpc`, a file per topic; what some version does not send is None."""
