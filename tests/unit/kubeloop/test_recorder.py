# SPDX-License-Identifier: Apache-2.0
"""The recorder: aggregation, bounds, and that it neither waits nor fails."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from kubeloop import errors, recorder
from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Metadata
from kubeloop.recorder import EVENTS
from kubeloop.testing import clock, cluster

KIND = Kind("example.com", "v1", "things", "Thing")
THING = Metadata(name="one", namespace="default", uid="u")
START = datetime(2026, 1, 1, tzinfo=UTC)


class World:
    """A cluster, a recorder and a wall clock that a test sets."""

    def __init__(self) -> None:
        self.api = cluster.Cluster()
        self.now = START
        self.recorder = recorder.Recorder(self.api, controller="example.com/test", instance="i", clock=lambda: self.now)

    def record(self, note: str = "It happened", *, times: int = 1) -> None:
        """Record something."""
        for _ in range(times):
            self.recorder.record(KIND, THING, reason="Happened", note=note)

    def flush(self) -> list[dict]:
        """Write, and return the events that are there."""
        clock.run(self.recorder.flush())
        return [self.api.read(EVENTS, "default", name) for name in self.api.names(EVENTS)]


def test_event_says_what_happened_to_what():
    """The fields that `kubectl describe` shows, and those that the API demands."""
    world = World()
    world.record()
    (event,) = world.flush()

    assert (event["reason"], event["note"], event["type"]) == ("Happened", "It happened", "Normal")
    assert tuple(event["regarding"][name] for name in ("name", "uid", "kind")) == ("one", "u", "Thing")
    assert event["eventTime"] == "2026-01-01T00:00:00.000000Z"
    assert all(event[name] for name in ("action", "reportingController", "reportingInstance"))
    assert "series" not in event


def test_repetition_is_one_event_with_a_count():
    """Ten times the same within a write costs one write."""
    world = World()
    world.record(times=10)
    (event,) = world.flush()

    assert event["series"]["count"] == 10
    assert len(world.api.writes) == 1


def test_another_note_is_another_event():
    """Only what is equal is counted together."""
    world = World()
    world.record("first")
    world.record("second")

    assert len(world.flush()) == 2


def test_old_series_is_not_continued():
    """The same thing much later is news again."""
    world = World()
    world.record()
    world.flush()
    world.now = START + recorder.SERIES_LIFETIME + timedelta(seconds=1)
    world.record()

    assert len(world.flush()) == 2


def test_flood_is_bounded():
    """Beyond the bound the oldest is dropped; memory is bounded."""
    world = World()
    for number in range(recorder.MAX_SERIES + 10):
        world.record(f"note {number}")

    assert len(world.flush()) == recorder.MAX_SERIES


@pytest.mark.parametrize(
    ("note", "kept"),
    [("x" * 5000, "x" * 1024), ("ä" * 5000, "ä" * 512), ("x" + "€" * 5000, "x" + "€" * 341), ("\ud800", "?")],
)
def test_note_is_cut_where_the_server_would_refuse_it(note, kept):
    """The API takes 1024 bytes, and only whole characters can be sent."""
    world = World()
    world.record(note)

    assert [event["note"] for event in world.flush()] == [kept]


def test_event_that_cannot_be_written_is_lost_and_the_next_is_not():
    """Events are news, never worth a failure."""
    world = World()
    world.api.fail_next("apply", errors.Forbidden("no"))
    world.record("lost")
    world.record("kept")

    assert [event["note"] for event in world.flush()] == ["kept"]


def test_background_loop_writes_what_is_recorded():
    """A burst costs one write per interval, not one per event."""
    world = World()

    async def scenario() -> None:
        running = asyncio.create_task(world.recorder.run())
        for _ in range(100):
            world.record()
            await asyncio.sleep(0.01)
        await asyncio.sleep(10)
        running.cancel()

    clock.run(scenario())

    assert len(world.api.writes) == 2
    assert world.flush()[0]["series"]["count"] == 100


@pytest.mark.parametrize("permission", recorder.PERMISSIONS)
def test_permissions_are_those_of_an_apply_that_creates(permission):
    """Server-side apply is a PATCH and, for what is not there, a creation."""
    assert {"create", "patch"} == set(permission.verbs)


def test_last_news_are_written_when_the_recorder_is_stopped():
    """What happened in the last second is what somebody looks for after a restart."""
    world = World()

    async def scenario() -> None:
        running = asyncio.create_task(world.recorder.run())
        world.record("first")
        await asyncio.sleep(0.1)
        world.record("last")
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    clock.run(scenario())

    notes = {world.api.read(EVENTS, "default", name)["note"] for name in world.api.names(EVENTS)}
    assert notes == {"first", "last"}
