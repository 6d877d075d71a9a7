# SPDX-License-Identifier: Apache-2.0
"""Places in a wallet, and hashes that a wallet may leave empty."""

from typing import Annotated

import msgspec

HashOrEmpty = Annotated[str, msgspec.Meta(pattern="^([0-9a-f]{64})?$")]
"""A hash, or "" where there is nothing that has one yet."""


class SubaddressIndex(msgspec.Struct, frozen=True):
    """Names an address of a wallet: `major` is its account, `minor` its place in the account."""

    major: int
    minor: int
