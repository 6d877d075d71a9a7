# SPDX-License-Identifier: Apache-2.0
"""What a test makes go wrong with the next requests: refusals, lost answers and silence."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator

import msgspec

from kubeloop.errors import KubeloopError

VERBS = ("list", "watch", "get", "apply", "patch", "delete")


class Fault(msgspec.Struct, frozen=True):
    """Something that happens to one request of a verb."""

    verb: str
    error: KubeloopError | None = None
    is_after: bool = False
    seconds: float = 0.0


class Faults:
    """Faults that wait for their requests; of one verb, the first to come are the first to go."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault, times: int) -> None:
        """Let this happen to that many more requests; raises `ValueError` for a verb that no client has."""
        if fault.verb not in VERBS:
            raise ValueError(f"{fault.verb!r} is none of {', '.join(VERBS)}")
        self._waiting += [fault] * times

    @contextlib.asynccontextmanager
    async def around(self, verb: str) -> AsyncGenerator[None, None]:
        """Let the next fault of this verb happen before, or after, what is done inside."""
        fault = next((each for each in self._waiting if each.verb == verb), None)
        if fault is None:
            yield
            return
        self._waiting.remove(fault)
        if fault.seconds:
            await asyncio.sleep(fault.seconds)
        if fault.error and not fault.is_after:
            raise fault.error
        yield
        if fault.error:
            raise fault.error
