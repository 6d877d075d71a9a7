# SPDX-License-Identifier: Apache-2.0
"""When an exec plugin runs, without running one."""

from __future__ import annotations

import asyncio

import msgspec
import pytest

from kubeloop import errors
from kubeloop.config.exec_credentials import ExecCredentials
from kubeloop.config.exec_plugin import MARGIN_SECONDS, Exec
from kubeloop.testing import clock

PLUGIN = Exec("helper", "client.authentication.k8s.io/v1")
RUN_SECONDS = 3.0


class Scripted(ExecCredentials):
    """Credentials of a plugin that takes its time and answers with its run's number, unless it fails."""

    def __init__(self, expires: str | None = None, failures: int = 0) -> None:
        super().__init__(PLUGIN, None, environment={}, clock=lambda: self.now)
        self.now = 1_800_000_000.0
        self.runs = 0
        self.expires = expires
        self.failures = failures

    async def _output(self) -> bytes:
        self.runs += 1
        run = self.runs
        await asyncio.sleep(RUN_SECONDS)
        if run <= self.failures:
            raise errors.ConfigError(f"run {run}")
        status = {"token": str(run)} | ({"expirationTimestamp": self.expires} if self.expires else {})
        return msgspec.json.encode({"apiVersion": PLUGIN.api_version, "kind": "ExecCredential", "status": status})


async def tokens(credentials: Scripted, count: int = 5) -> list[object]:
    """Return what so many requests at once get."""
    found = await asyncio.gather(*(credentials.current() for _ in range(count)), return_exceptions=True)
    return [str(each) if isinstance(each, Exception) else each.token for each in found]


def test_many_requests_wait_for_one_run():
    """Its answer is kept; it is the same identity, so that headers and connections are."""
    credentials = Scripted()

    async def scenario() -> None:
        assert await tokens(credentials) == ["1"] * 5
        assert await credentials.current() is await credentials.current()

    clock.run(scenario())
    assert credentials.runs == 1


def test_answer_is_kept_until_shortly_before_it_expires():
    """The request that it is for takes its time too."""
    credentials = Scripted("2027-01-15T09:00:00Z")

    async def scenario() -> None:
        await tokens(credentials)
        credentials.now += 3600 - MARGIN_SECONDS - 1
        assert await tokens(credentials) == ["1"] * 5
        credentials.now += 1
        assert await tokens(credentials) == ["2"] * 5

    clock.run(scenario())


def test_refusal_of_an_older_identity_says_nothing_of_this_one():
    """Eight requests with the old token are refused one after the other: the plugin runs once."""
    credentials = Scripted()

    async def scenario() -> None:
        old = await credentials.current()
        credentials.refused(old)
        await credentials.current()
        credentials.refused(old)
        assert await tokens(credentials) == ["2"] * 5

    clock.run(scenario())


def test_failure_is_everybody_s_who_waited_and_nobody_s_after():
    """The next request runs it again."""
    credentials = Scripted(failures=1)

    async def scenario() -> None:
        assert await tokens(credentials) == ["run 1"] * 5
        assert await tokens(credentials) == ["2"] * 5

    clock.run(scenario())


@pytest.mark.parametrize("failures", [0, 1])
def test_request_that_is_given_up_takes_nothing_from_the_others(failures):
    """The run goes on for those that wait, and nobody misses an exception that nobody waits for."""
    credentials = Scripted(failures=failures)

    async def scenario() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(credentials.current(), RUN_SECONDS / 2)
        waiting = asyncio.create_task(tokens(credentials, 1)) if not failures else asyncio.create_task(asyncio.sleep(9))
        assert await waiting == (["1"] if not failures else None)

    clock.run(scenario())
    assert credentials.runs == 1
