# SPDX-License-Identifier: Apache-2.0
"""The HTTP client without a server: repeating, and what it says when it is not open. The rest needs a real one."""

from __future__ import annotations

import asyncio

import pytest

from kubeloop import errors
from kubeloop.client import http
from kubeloop.config.access import Access
from kubeloop.objects.kind import Kind
from kubeloop.testing import clock

KIND = Kind("", "v1", "pods", "Pod")
BUSY = errors.TooManyRequests("busy", retry_after_seconds=3)


class Refusing(http.HttpClient):
    """Refuses the first requests."""

    def __init__(self, *refusals: errors.KubeloopError) -> None:
        super().__init__(Access("http://127.0.0.1:9"))
        self.refusals = list(refusals)

    async def _send_once(self, request: object) -> bytes:
        if self.refusals:
            raise self.refusals.pop(0)
        return b"{}"


def seconds_of(client: Refusing) -> float:
    """Return how long a request takes."""

    async def scenario() -> float:
        started = asyncio.get_running_loop().time()
        await client.get(KIND, "default", "one")
        return asyncio.get_running_loop().time() - started

    return clock.run(scenario())


def test_busy_server_is_waited_for_as_long_as_it_says():
    """Retry-After is honored."""
    assert seconds_of(Refusing(BUSY, BUSY)) == pytest.approx(6)


def test_server_that_stays_busy_is_given_up():
    """Attempts are bounded; the caller's own backoff takes over."""
    with pytest.raises(errors.TooManyRequests):
        seconds_of(Refusing(*[BUSY] * 4))


@pytest.mark.parametrize("error", [errors.Unreachable("reset"), errors.Conflict("no")])
def test_answer_that_never_came_is_not_repeated_here(error):
    """The write may have happened: whoever asked must look."""
    with pytest.raises(type(error)):
        seconds_of(Refusing(error))


def test_client_that_is_not_open_says_how_to_open_it():
    """A forgotten `async with` is named."""
    with pytest.raises(RuntimeError, match="async with"):
        clock.run(http.HttpClient(Access("http://127.0.0.1:9")).get(KIND, "default", "one"))
