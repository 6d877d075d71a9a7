# SPDX-License-Identifier: Apache-2.0
"""The version of the RPC interface, which daemons state as one number."""

from typing import NamedTuple, Self


class RpcVersion(NamedTuple):
    """Version of the RPC interface (not of the program); the minor number grows with every addition."""

    major: int
    minor: int

    @classmethod
    def from_wire(cls, number: int) -> Self:
        """Split the number of `get_version`, which is `major << 16 | minor` (196624 is 3.16)."""
        return cls(major=number >> 16, minor=number & 0xFFFF)

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"
