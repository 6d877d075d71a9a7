# SPDX-License-Identifier: Apache-2.0
"""Frozen values shared by every room of the library; they do no I/O and know no event loop."""
