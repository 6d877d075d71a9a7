# SPDX-License-Identifier: Apache-2.0
"""Fees that get a transaction mined, and the coins that blocks made."""

import msgspec

from aiomonero.types import difficulty


class FeeEstimate(msgspec.Struct, frozen=True):
    """What to pay: piconero per byte of weight for the slowest priority, and for each of the four in `fees_piconero`.

    A fee is rounded up to a multiple of `quantization_mask` piconero.
    """

    fee_piconero: int = msgspec.field(name="fee")
    fees_piconero: tuple[int, ...] = msgspec.field(name="fees", default=())
    quantization_mask: int = 1


class CoinbaseSum(msgspec.Struct, frozen=True, kw_only=True):
    """New coins and fees of a range of blocks."""

    emission_low64: int = msgspec.field(name="emission_amount")
    emission_top64: int = msgspec.field(name="emission_amount_top64", default=0)
    fee_low64: int = msgspec.field(name="fee_amount")
    fee_top64: int = msgspec.field(name="fee_amount_top64", default=0)

    @property
    def emission_piconero(self) -> int:
        """Coins that were made, all 128 bits."""
        return difficulty.whole(self.emission_top64, self.emission_low64)

    @property
    def fee_piconero(self) -> int:
        """Fees that went to miners, all 128 bits."""
        return difficulty.whole(self.fee_top64, self.fee_low64)
