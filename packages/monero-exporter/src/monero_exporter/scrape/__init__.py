# SPDX-License-Identifier: Apache-2.0
"""Looking at the daemon: each source with a deadline of its own, and one collection shared by all readers."""
