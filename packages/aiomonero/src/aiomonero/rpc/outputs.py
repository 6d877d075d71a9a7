# SPDX-License-Identifier: Apache-2.0
"""Calls about outputs."""

from collections.abc import Iterable

from msgspec import UNSET

from aiomonero.methods import parameters
from aiomonero.methods.daemon import outputs
from aiomonero.rpc import calls
from aiomonero.types.output import Output, OutputCount, OutputDistribution, OutputId


class OutputCalls(calls.Calls):
    """Outputs by place, and how many there are; counting is slow on a chain of many years."""

    async def get_outs(self, output_ids: Iterable[OutputId], *, get_txid: bool = False) -> tuple[Output, ...]:
        """Return outputs in the order of their names, at most 5000 on restricted ports; Rejected where one is not."""
        params = outputs.OutputsParams(parameters.listed(output_ids), get_txid)
        answer = await self._caller.call(outputs.GET_OUTS, params)
        return answer.outs if get_txid else answer.without_txids()

    async def get_outs_bin(self, output_ids: Iterable[OutputId], *, get_txid: bool = False) -> tuple[Output, ...]:
        """Return the same as `get_outs`, of which it takes the daemon a third of the bytes to tell."""
        params = outputs.OutputsParams(parameters.listed(output_ids), get_txid)
        answer = await self._caller.call(outputs.GET_OUTS_BIN, params)
        return answer.outs if get_txid else answer.without_txids()

    async def get_output_histogram(
        self,
        amounts_piconero: Iterable[int] = (),
        *,
        min_count: int = 0,
        max_count: int = 0,
        unlocked: bool = False,
        recent_cutoff: int = 0,
    ) -> tuple[OutputCount, ...]:
        """Count the outputs of these amounts, or of all; restricted ports want amounts.

        Only amounts with at least and (unless 0) at most so many outputs are told. `unlocked` and `recent_cutoff` (Unix
        seconds, of the last 3 days on restricted ports) have those counted too.
        """
        params = outputs.HistogramParams(
            parameters.listed(amounts_piconero), min_count, max_count, unlocked, recent_cutoff
        )
        return (await self._caller.call(outputs.GET_OUTPUT_HISTOGRAM, params)).histogram

    async def get_output_distribution(
        self,
        amounts_piconero: Iterable[int] = (0,),
        *,
        from_height: int = 0,
        to_height: int = 0,
        cumulative: bool = False,
    ) -> tuple[OutputDistribution, ...]:
        """Return new outputs per block, to the last block where `to_height` is 0; restricted ports know amount 0."""
        params = outputs.DistributionParams(parameters.listed(amounts_piconero), from_height, to_height, cumulative)
        return (await self._caller.call(outputs.GET_OUTPUT_DISTRIBUTION, params)).unpacked()

    async def get_output_distribution_bin(
        self,
        amounts_piconero: Iterable[int] = (0,),
        *,
        from_height: int = 0,
        to_height: int = 0,
        cumulative: bool = False,
        compress: bool = False,
    ) -> tuple[OutputDistribution, ...]:
        """Return the same as `get_output_distribution` in 8 bytes per block, or `compress`ed in mostly one."""
        params = outputs.DistributionParams(
            parameters.listed(amounts_piconero),
            from_height,
            to_height,
            cumulative,
            binary=True,
            compress=compress or UNSET,
        )
        return (await self._caller.call(outputs.GET_OUTPUT_DISTRIBUTION_BIN, params)).unpacked()
