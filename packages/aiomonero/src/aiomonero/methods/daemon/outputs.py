# SPDX-License-Identifier: Apache-2.0
"""Methods about outputs, from which wallets pick those that hide the one they spend."""

import msgspec
from msgspec import UNSET, UnsetType

from aiomonero.methods.method import MINUTES, Form, Method
from aiomonero.types.output import Output, OutputCount, OutputDistribution, OutputId

_NUMBER_BITS = 64
_MOST_NUMBERS = 8_000_000
"""One for each block: there are 3.5 million, and 263,000 more every year."""
_MORE_FOLLOWS = bytes(range(0x80, 0x100))


class OutputsParams(msgspec.Struct, frozen=True):
    """Names outputs; restricted ports take 5000 of them."""

    outputs: tuple[OutputId, ...]
    get_txid: bool = False


class OutputsResult(msgspec.Struct, frozen=True):
    """Outputs in the order of their names."""

    outs: tuple[Output, ...] = ()

    def without_txids(self) -> tuple[Output, ...]:
        """Return the outputs where no transactions were asked for: those are blank in JSON, and zeros elsewhere."""
        return tuple(msgspec.structs.replace(each, tx_hash=None) for each in self.outs)


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
    """A distribution; its numbers may come in `compressed_data`, and are in `distribution` either way."""

    amount: int
    start_height: int
    base: int
    distribution: tuple[int, ...] = ()
    compressed_data: bytes = b""

    def __post_init__(self) -> None:
        if self.compressed_data:
            msgspec.structs.force_setattr(self, "distribution", _uncompressed(self.compressed_data))

    def unpacked(self) -> OutputDistribution:
        return OutputDistribution(
            amount_piconero=self.amount,
            start_height=self.start_height,
            base=self.base,
            distribution=self.distribution,
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
    """Return the numbers: each has 7 bits per byte, lowest first; the high bit says that more of it follows."""
    if len(packed.translate(None, delete=_MORE_FOLLOWS)) > _MOST_NUMBERS:
        raise ValueError(f"more than {_MOST_NUMBERS} compressed numbers")
    numbers, number, shift = [], 0, 0
    for byte in packed:
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            if number >> _NUMBER_BITS:
                raise ValueError("a compressed number of more than 64 bits")
            numbers.append(number)
            number = shift = 0
        elif shift >= _NUMBER_BITS:
            raise ValueError("a compressed number of more than 64 bits")
    if shift:
        raise ValueError("a compressed number that is cut short")
    return tuple(numbers)
