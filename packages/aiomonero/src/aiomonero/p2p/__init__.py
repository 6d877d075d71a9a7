# SPDX-License-Identifier: Apache-2.0
"""The Monero network spoken to as a light peer, and walked."""
