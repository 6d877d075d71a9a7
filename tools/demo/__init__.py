# SPDX-License-Identifier: Apache-2.0
"""`make demo`: from a machine with nothing on it to a mining Monero network, and what to try next."""
