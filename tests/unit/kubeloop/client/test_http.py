# SPDX-License-Identifier: Apache-2.0
"""The HTTP client without a server: repeating, and what it says when it is not open. The rest needs a real one."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from kubeloop import errors
from kubeloop.client import http
from kubeloop.config.access import Access
from kubeloop.objects.kind import Kind
from kubeloop.testing import clock

KIND = Kind("", "v1", "pods", "Pod")
BUSY = errors.TooManyRequests("busy", retry_after_seconds=3)

WRITES = {
    "apply": lambda client: client.apply(KIND, "default", "one", b"{}", manager="test"),
    "patch": lambda client: client.patch(KIND, "default", "one", b"{}"),
    "delete": lambda client: client.delete(KIND, "default", "one"),
}


class Refusing(http.HttpClient):
    """Refuses the first requests."""

    def __init__(self, *refusals: errors.KubeloopError, **settings: Any) -> None:
        super().__init__(Access("http://127.0.0.1:9"), jitter=lambda: 0.0, **settings)
        self.refusals = list(refusals)
        self.seconds: list[float] = []

    async def _attempt(self, asked: object, seconds: float) -> bytes:
        self.seconds.append(seconds)
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


def test_lost_answer_of_a_read_is_asked_for_again():
    """It changes nothing, however often it is sent."""
    assert seconds_of(Refusing(errors.Unreachable("reset"))) == pytest.approx(0.25)


@pytest.mark.parametrize("verb", WRITES)
def test_lost_answer_of_a_write_is_not_asked_for_again(verb):
    """It may have happened: whoever asked must look."""
    client = Refusing(errors.Unreachable("reset"))

    with pytest.raises(errors.Unreachable):
        clock.run(WRITES[verb](client))
    assert len(client.seconds) == 1


def test_client_that_is_not_open_says_how_to_open_it():
    """A forgotten `async with` is named."""
    with pytest.raises(RuntimeError, match="async with"):
        clock.run(http.HttpClient(Access("http://127.0.0.1:9")).get(KIND, "default", "one"))


@pytest.mark.parametrize("verb", WRITES)
def test_permit_is_asked_before_each_attempt_of_a_write(verb):
    """What it allows is the longest that the attempt may take."""
    allowed = [7.0, 100.0, 2.0]
    client = Refusing(BUSY, BUSY, permit=lambda: allowed.pop(0))

    clock.run(WRITES[verb](client))

    assert client.seconds == [7.0, http.ATTEMPT_TIMEOUT_SECONDS, 2.0]


def test_write_that_is_not_permitted_is_not_sent():
    """The permit's own error comes out, also before a repetition."""
    answers = [5.0]

    def permit() -> float:
        if not answers:
            raise errors.Stop("not leading")
        return answers.pop()

    client = Refusing(BUSY, permit=permit)

    with pytest.raises(errors.Stop):
        clock.run(WRITES["apply"](client))
    assert client.seconds == [5.0]


def test_reads_need_no_permit():
    """A standby keeps its caches warm."""
    client = Refusing(permit=lambda: pytest.fail("asked"))

    clock.run(client.get(KIND, "default", "one"))

    assert client.seconds == [http.ATTEMPT_TIMEOUT_SECONDS]


def test_deadline_covers_attempts_and_waits():
    """A wait that would end after it is not begun."""
    client = Refusing(BUSY, BUSY, deadline_seconds=5.0)

    with pytest.raises(errors.TooManyRequests):
        clock.run(client.get(KIND, "default", "one"))
    assert client.seconds == [5.0, 2.0]
