# SPDX-License-Identifier: Apache-2.0
"""Formats: bytes to values and back, without sockets, clocks or an event loop."""
