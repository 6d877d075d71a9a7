# SPDX-License-Identifier: Apache-2.0
"""Methods about outputs, from which wallets pick those that hide the one they spend."""

import re

import msgspec
from msgspec import UNSET, UnsetType

from aiomonero.methods.method import MINUTES, Form, Method
from aiomonero.types.output import Output, OutputCount, OutputDistribution, OutputId

# A number has 7 bits per byte, lowest first, and at most 64; the high bit says that more of it follows.
_NUMBERS = re.compile(rb"(?:[\x80-\xff]{0,9}[\x00-\x7f])*")


class OutputsParams(msgspec.Struct, frozen=True):
    """Names outputs; restricted ports take 5000 of them."""

    outputs: tuple[OutputId, ...]
    get_txid: bool = False


class OutputsResult(msgspec.Struct, frozen=True):
    """Outputs in the order of their names."""

    outs: tuple[Output, ...] = ()

    def without_txids(self) -> tuple[Output, ...]:
        """Return the outputs where no transactions were asked for: those are blank in JSON, and zeros elsewhere."""
        return tuple(msgspec.structs.replace(each, txid=None) for each in self.outs)


class HistogramParams(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which amounts to count the outputs of, all without any; only those with at least and at most so many outputs.

    `recent_cutoff` (Unix seconds) says what is recent; restricted ports want amounts, and a time of the last 3 days.
    """

    amounts: tuple[int, ...]
    min_count: int = 0
    max_count: int = 0
    unlocked: bool = False
    recent_cutoff: int = 0


class HistogramResult(msgspec.Struct, frozen=True):
    """The counts; daemons leave an empty list out."""

    histogram: tuple[OutputCount, ...] = ()


class DistributionParams(msgspec.Struct, frozen=True):
    """Which amounts, and which heights (to the last one where `to_height` is 0); restricted ports know amount 0 only.

    `binary` and `compress` are about how the numbers come, which JSON has no room for.
    """

    amounts: tuple[int, ...]
    from_height: int = 0
    to_height: int = 0
    cumulative: bool = False
    binary: bool = False
    compress: bool | UnsetType = UNSET


class PackedDistribution(msgspec.Struct, frozen=True, kw_only=True):
    """A distribution, its numbers as such or in `compressed_data`."""

    amount: int
    start_height: int
    base: int
    distribution: tuple[int, ...] = ()
    compressed_data: bytes = b""

    def __post_init__(self) -> None:
        if not _NUMBERS.fullmatch(self.compressed_data):
            raise ValueError("compressed numbers of more than 64 bits, or one that is cut short")

    def unpacked(self) -> OutputDistribution:
        return OutputDistribution(
            amount_piconero=self.amount,
            start_height=self.start_height,
            base=self.base,
            distribution=self.distribution or _uncompressed(self.compressed_data),
        )


class DistributionResult(msgspec.Struct, frozen=True):
    """A distribution for each amount."""

    distributions: tuple[PackedDistribution, ...] = ()

    def unpacked(self) -> tuple[OutputDistribution, ...]:
        return tuple(each.unpacked() for each in self.distributions)


GET_OUTS = Method("get_outs", OutputsParams, OutputsResult, is_public=True, form=Form.PATH)
GET_OUTS_BIN = Method("get_outs.bin", OutputsParams, OutputsResult, is_public=True, form=Form.STORAGE)
GET_OUTPUT_HISTOGRAM = Method(
    "get_output_histogram", HistogramParams, HistogramResult, is_public=True, patience_seconds=MINUTES
)
GET_OUTPUT_DISTRIBUTION = Method(
    "get_output_distribution", DistributionParams, DistributionResult, is_public=True, patience_seconds=MINUTES
)
GET_OUTPUT_DISTRIBUTION_BIN = Method(
    "get_output_distribution.bin",
    DistributionParams,
    DistributionResult,
    is_public=True,
    form=Form.STORAGE,
    patience_seconds=MINUTES,
)


def _uncompressed(packed: bytes) -> tuple[int, ...]:
    numbers, number, shift = [], 0, 0
    for byte in packed:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            numbers.append(number)
            number = shift = 0
    return tuple(numbers)
