# SPDX-License-Identifier: Apache-2.0
"""Two real processes contend for a lease of a real API server and are killed, stopped and misled about the time.

Whoever leads writes one ConfigMap as fast as it may. What a watch tells of it is the proof: the writers, in order.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from kubeloop import errors
from kubeloop.client.http import HttpClient
from kubeloop.election.record import LEASES
from kubeloop.objects.kind import Kind
from tests.support import rival
from tests.support.apiserver import ApiServer
from tests.support.rival import CONFIG_MAP, NAMESPACE

ROOT = Path(__file__).parents[3]
KILLED_SECONDS = 15.0
RELEASED_SECONDS = 2.0
DURATION_SECONDS = 12.0
WARM_SECONDS = 3.0
"""A standby has seen the lease by then."""
AFTERMATH_SECONDS = rival.STUBBORN_SECONDS + 4.0
"""By then, who has lost the lease has ended."""
FAKETIME = {"FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}

Document = dict[str, Any]


class Write(NamedTuple):
    """A write as its author sent it and the watch told it, in seconds of the machine's monotonic clock."""

    writer: str
    sent: float
    seen: float


class Contest:
    """A lease, the ConfigMap that its holder writes, what was seen of both, and the processes."""

    def __init__(self, server: ApiServer, client: HttpClient, name: str, folder: Path) -> None:
        self.client = client
        self.name = name
        self.writes: list[Write] = []
        self.holders: list[str] = []
        self._server = server
        self._folder = folder
        self._news = asyncio.Event()

    async def start(self, identity: str, environment: Mapping[str, str] | None = None) -> asyncio.subprocess.Process:
        """Start a contender."""
        command = ["-m", "tests.support.rival", str(self._server.kubeconfig), self.name, identity]
        search = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        with (self._folder / f"{identity}.log").open("ab") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable,
                *command,
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": search, **(environment or {})},
                stdout=log,
                stderr=log,
            )

    async def first(self, *writers: str, since: float = 0.0) -> Write:
        """Wait for the first write of one of these that was sent after a time."""
        async with asyncio.timeout(60.0):
            while True:
                for write in self.writes:
                    if write.writer in writers and write.sent > since:
                        return write
                self._news.clear()
                await self._news.wait()

    @property
    def writers(self) -> list[str]:
        """Who wrote, each turn once."""
        turns = [write.writer for write in self.writes]
        return [writer for index, writer in enumerate(turns) if index == 0 or turns[index - 1] != writer]

    def note_write(self, content: Document) -> None:
        """Take note of a version of the ConfigMap."""
        self.writes.append(Write(content["data"]["writer"], float(content["data"]["sent"]), time.monotonic()))
        self._news.set()

    def note_lease(self, content: Document) -> None:
        """Take note of a version of the lease."""
        holder = content["spec"].get("holderIdentity", "")
        if not self.holders or self.holders[-1] != holder:
            self.holders.append(holder)

    async def follow(self, kind: Kind, note: Callable[[Document], None], version: str) -> None:
        """Follow all versions of the object of this name from a version on, whatever happens to the API server."""
        while True:
            with contextlib.suppress(errors.Unreachable, errors.ServerError, errors.Forbidden):
                watch = self.client.watch(kind, NAMESPACE, resource_version=version, timeout_seconds=60)
                async for event in watch:
                    content = msgspec.json.decode(event.object)
                    version = content["metadata"]["resourceVersion"]
                    if event.type in ("ADDED", "MODIFIED") and content["metadata"].get("name") == self.name:
                        note(content)
            await asyncio.sleep(0.1)


@pytest.fixture
async def contest(
    server: ApiServer, client: HttpClient, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[Contest]:
    """Make a lease that nobody holds, and follow what becomes of it."""
    name = request.node.name.replace("_", "-")[:60].strip("-")
    lease = {"apiVersion": LEASES.api_version, "kind": LEASES.name, "metadata": {"name": name}}
    made = Contest(server, client, name, tmp_path)
    following = []
    for kind, note in ((CONFIG_MAP, made.note_write), (LEASES, made.note_lease)):
        version = (await client.list(kind, NAMESPACE)).resource_version
        following.append(asyncio.create_task(made.follow(kind, note, version)))
    await client.apply(LEASES, NAMESPACE, name, msgspec.json.encode(lease), manager="test")
    yield made
    for task in following:
        task.cancel()
    await asyncio.gather(*following, return_exceptions=True)


@contextlib.asynccontextmanager
async def rivals(
    contest: Contest, environment: Mapping[str, str] | None = None
) -> AsyncIterator[tuple[asyncio.subprocess.Process, asyncio.subprocess.Process]]:
    """Run a leader, which may have an environment of its own, and a standby that is warm."""
    processes = []
    try:
        processes.append(await contest.start("a", environment))
        await contest.first("a")
        processes.append(await contest.start("b"))
        await asyncio.sleep(WARM_SECONDS)
        yield processes[0], processes[1]
    finally:
        for process in processes:
            if process.returncode is None:
                process.kill()
            await process.wait()


def measured(record_property: Callable[[str, object], None], what: str, seconds: float) -> float:
    """Tell a figure to who reads the report or runs pytest with -s."""
    record_property(what, round(seconds, 2))
    print(f"{what}: {seconds:.2f} s")
    return seconds


def clock_set_by(offset: Path) -> dict[str, str]:
    """Return the environment of a process whose wall clock is off by what this file says."""
    from localkube import debian

    debian.install(["libfaketime"])
    (library,) = Path("/usr/lib").glob("*/faketime/libfaketime.so.1")
    offset.write_text("+0\n")
    return FAKETIME | {"LD_PRELOAD": str(library), "FAKETIME_TIMESTAMP_FILE": str(offset)}


async def test_killed_leader_is_replaced_within_15_seconds(contest: Contest, record_property: Any):
    """SIGKILL: nobody says goodbye, and the lease has to expire."""
    async with rivals(contest) as (leader, _):
        start = time.monotonic()
        leader.kill()
        follower = await contest.first("b")

    assert measured(record_property, "failover after SIGKILL", follower.seen - start) <= KILLED_SECONDS
    assert contest.writers == ["a", "b"]
    assert contest.holders == ["", "a", "b"]


async def test_stopping_leader_is_replaced_within_2_seconds(contest: Contest, record_property: Any):
    """SIGTERM: the leader empties the lease, and the next retry of the standby takes it."""
    async with rivals(contest) as (leader, _):
        start = time.monotonic()
        leader.terminate()
        follower = await contest.first("b")
        assert await leader.wait() == 0

    assert measured(record_property, "failover after SIGTERM", follower.seen - start) <= RELEASED_SECONDS
    assert contest.writers == ["a", "b"]
    assert contest.holders == ["", "a", "", "b"]


async def test_stopped_leader_that_goes_on_writes_no_more(contest: Contest, record_property: Any):
    """SIGSTOP until another one leads, then SIGCONT: it notices before it writes, and ends."""
    async with rivals(contest) as (leader, _):
        # Just after a write it waits; stopped between asking for leave and sending, nobody could hold it back.
        start = (await contest.first("a", since=time.monotonic())).seen
        leader.send_signal(signal.SIGSTOP)
        follower = await contest.first("b")
        await asyncio.sleep(1.0)
        leader.send_signal(signal.SIGCONT)
        assert await asyncio.wait_for(leader.wait(), AFTERMATH_SECONDS) == rival.LOST

    assert measured(record_property, "failover after SIGSTOP", follower.seen - start) <= KILLED_SECONDS
    assert contest.writers == ["a", "b"]


async def test_leader_whose_clock_jumps(contest: Contest, tmp_path: Path, record_property: Any):
    """Set back, it goes on leading; set forward, it cannot know how long it was away, and ends."""
    offset = tmp_path / "offset"
    async with rivals(contest, clock_set_by(offset)) as (leader, _):
        offset.write_text("-1800\n")
        await asyncio.sleep(DURATION_SECONDS + WARM_SECONDS)
        assert contest.writers == ["a"]
        start = time.monotonic()
        offset.write_text("+3600\n")
        assert await asyncio.wait_for(leader.wait(), AFTERMATH_SECONDS) == rival.LOST
        follower = await contest.first("b")

    last = max(write.sent for write in contest.writes if write.writer == "a")
    assert measured(record_property, "writes after the jump", max(last - start, 0.0)) < 0.1
    assert follower.seen - start <= KILLED_SECONDS
    assert contest.writers == ["a", "b"]


async def test_api_server_that_hangs_for_longer_than_the_lease(
    server: ApiServer, contest: Contest, record_property: Any
):
    """Nobody writes under a lease that has expired, and when the server answers again somebody leads soon."""
    async with rivals(contest) as (leader, _):
        start = time.monotonic()
        server.signal(signal.SIGSTOP)
        try:
            await asyncio.sleep(DURATION_SECONDS + WARM_SECONDS)
        finally:
            server.signal(signal.SIGCONT)
        resumed = time.monotonic()
        assert await asyncio.wait_for(leader.wait(), AFTERMATH_SECONDS) == rival.LOST
        follower = await contest.first("b")

    last = max(write.sent for write in contest.writes if write.writer == "a")
    assert last - start <= DURATION_SECONDS
    assert measured(record_property, "failover after the hang", follower.seen - resumed) <= KILLED_SECONDS
    assert contest.writers == ["a", "b"]


async def test_api_server_that_restarts(server: ApiServer, contest: Contest, record_property: Any):
    """Whoever leads afterwards, there was one leader at a time, and one there is."""
    async with rivals(contest):
        server.stop()
        await asyncio.to_thread(server.start)
        started = time.monotonic()
        first = await contest.first("a", "b", since=started)

    assert measured(record_property, "first write after the restart", first.seen - started) <= KILLED_SECONDS
    assert contest.writers in (["a"], ["a", "b"])


async def test_lease_that_is_deleted_by_hand_stays_with_its_leader(contest: Contest):
    """The leader makes it anew; a standby that comes first only marks it as held by nobody known."""
    async with rivals(contest):
        for _ in range(8):
            with contextlib.suppress(errors.NotFound):
                await contest.client.delete(LEASES, NAMESPACE, contest.name)
            await asyncio.sleep(0.5)
        await asyncio.sleep(WARM_SECONDS)

    assert contest.writers == ["a"]
    assert contest.holders[-1] == "a"
