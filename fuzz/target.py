# SPDX-License-Identifier: Apache-2.0
"""A format as the fuzzer sees it: what reads it, how that may refuse, and examples to begin with."""

import dataclasses
from collections.abc import Callable, Iterable


@dataclasses.dataclass(frozen=True, slots=True)
class Target:
    """`read` takes any bytes and checks what can be checked; any error but `refusals` is a finding.

    `seeds` are real examples, which the fuzzer changes.
    """

    read: Callable[[bytes], object]
    refusals: tuple[type[Exception], ...]
    seeds: Callable[[], Iterable[bytes]]
    most_bytes: int = 4096

    def attempt(self, data: bytes) -> None:
        """Read one input; raises what nobody should ever see."""
        try:
            self.read(data)
        except self.refusals:
            return
