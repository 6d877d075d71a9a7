# SPDX-License-Identifier: Apache-2.0
"""Difficulties: 128 bits wide, sent as two numbers because JSON readers rarely take more than 64 bits."""


def whole(top64: int, low64: int) -> int:
    """Return the number whose halves were sent."""
    return top64 << 64 | low64
