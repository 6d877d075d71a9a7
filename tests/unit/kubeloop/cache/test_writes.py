# SPDX-License-Identifier: Apache-2.0
"""Own writes in the cache before the watch shows them: each case, and all interleavings against a simulated server."""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from kubeloop.cache import writes
from kubeloop.cache.writes import Held, Outcome, Writes
from kubeloop.informer import shared, source
from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Key, Metadata
from kubeloop.testing import cluster

KEY = Key("default", "one")
KIND = Kind("", "v1", "configmaps", "ConfigMap")


def held(version: str, *, is_deletion: bool = False) -> Held[str]:
    """Return an event that brings this version."""
    return Held(version, is_deletion, f"event {version}")


def test_event_without_own_write_passes():
    """Nothing is held back for nothing."""
    assert Writes().passes(KEY, held("5"))


def test_events_up_to_the_own_write_are_known_and_later_ones_are_news():
    """The answer's version was among the held events."""
    own: Writes[str] = Writes()
    own.begin(KEY, "4")
    passed = [own.passes(KEY, held(version)) for version in ("5", "6", "7")]

    assert passed == [False, False, False]
    assert Outcome(enters=True, news=("event 7",)) == own.answered(KEY, "6")


def test_write_that_changed_nothing_releases_everything():
    """The answer has the version that the cache held before: whatever came is newer."""
    own: Writes[str] = Writes()
    own.begin(KEY, "4")
    own.passes(KEY, held("5"))

    assert Outcome(enters=True, news=("event 5",)) == own.answered(KEY, "4")


def test_events_before_the_own_write_are_dropped_until_it_comes():
    """The watch is behind: what it shows first is older than the answer."""
    own: Writes[str] = Writes()
    own.begin(KEY, "4")
    own.answered(KEY, "6")

    assert [own.passes(KEY, held(version)) for version in ("5", "6", "7")] == [False, False, True]


def test_write_that_left_the_selector_is_a_deletion():
    """The awaited version says that the object is gone from this watch."""
    own: Writes[str] = Writes()
    own.begin(KEY, "4")
    own.answered(KEY, "6")

    assert own.passes(KEY, held("6", is_deletion=True))


def test_failed_write_releases_everything():
    """Nothing was written, so everything that came is news."""
    own: Writes[str] = Writes()
    own.begin(KEY, "4")
    own.passes(KEY, held("5"))

    assert own.failed(KEY) == ("event 5",)
    assert own.passes(KEY, held("6"))


def test_answer_after_a_relist_does_not_enter():
    """The list may be newer than the answer, and no event would correct it."""
    own: Writes[str] = Writes()
    own.begin(KEY, "4")
    own.relisted()
    own.passes(KEY, held("9"))

    assert Outcome(enters=False, news=("event 9",)) == own.answered(KEY, "6")


def test_awaited_version_that_never_comes_is_given_up():
    """Better a wrong order for a moment than deafness for ever."""
    own: Writes[str] = Writes()
    own.begin(KEY, "4")
    own.answered(KEY, "6")
    passed = [own.passes(KEY, held(f"x{number}")) for number in range(writes.MAX_DROPPED + 1)]

    assert [*[False] * writes.MAX_DROPPED, True] == passed


class Simulation:
    """A server with one object, its watch, and an informer whose own writes take time."""

    def __init__(self) -> None:
        self.version = 100
        self.there: int | None = None
        self.log: list[tuple[str, int]] = []
        self.seen = 0
        self.flights: list[int | None] = []
        target = source.Source(KIND, dict, view=lambda _: None)
        self.informer = shared.Informer(cluster.Cluster(), target)
        self.informer.replace([])

    def step(self, name: str) -> None:
        """Do one thing, if it is possible now."""
        getattr(self, name)()

    def edit(self) -> None:
        """Somebody else creates or changes the object."""
        self._change("MODIFIED" if self.there else "ADDED")

    def delete(self) -> None:
        """Somebody else deletes the object."""
        if self.there:
            self._change("DELETED")
            self.there = None

    def begin(self) -> None:
        """A write of our own leaves."""
        if not self.flights:
            self.informer.begin_write(KEY)
            self.flights.append(None)

    def reach(self) -> None:
        """The write reaches the server."""
        if self.flights == [None]:
            self.edit()
            self.flights = [self.version]

    def reach_without_effect(self) -> None:
        """The write reaches the server and changes nothing."""
        if self.flights == [None] and self.there:
            self.flights = [self.there]

    def answer(self) -> None:
        """The answer arrives, or the news that there is none."""
        if self.flights:
            version = self.flights.pop()
            if version is None:
                self.informer.abandoned(KEY)
            else:
                self.informer.written(KEY, self._object(version))

    def lose_answer(self) -> None:
        """The answer is lost: the write may have happened."""
        if self.flights:
            self.flights.clear()
            self.informer.abandoned(KEY)

    def deliver(self) -> None:
        """The watch shows its next event."""
        if self.seen < len(self.log):
            kind, version = self.log[self.seen]
            self.seen += 1
            raw = msgspec.Raw(self._object(version))
            metadata = source.Decoder(self.informer.source).metadata(raw)
            if kind == "DELETED":
                self.informer.remove(metadata)
            else:
                self.informer.upsert(metadata, raw)

    def relist(self) -> None:
        """The watch starts over with a list."""
        self.seen = len(self.log)
        decoder = source.Decoder(self.informer.source)
        self.informer.replace([decoder.entry(self._object(self.there))] if self.there else [])

    def finish(self) -> None:
        """Let everything arrive."""
        self.answer()
        while self.seen < len(self.log):
            self.deliver()

    def _change(self, kind: str) -> None:
        self.version += 1
        self.there = self.version
        self.log.append((kind, self.version))

    def _object(self, version: int) -> bytes:
        metadata = Metadata(name=KEY.name, namespace=KEY.namespace, uid="u", resource_version=str(version))
        return msgspec.json.encode({"metadata": metadata})


STEPS = ["edit", "delete", "begin", "reach", "reach_without_effect", "answer", "lose_answer", "deliver", "relist"]


@settings(max_examples=500)
@given(st.lists(st.sampled_from(STEPS), max_size=30))
def test_cache_ends_equal_to_the_server_whatever_the_order(steps):
    """When everything has arrived, the cache holds what the server holds."""
    simulation = Simulation()
    for step in steps:
        simulation.step(step)
    simulation.finish()

    entry = simulation.informer.store.get(KEY)

    assert simulation.there == (int(entry.metadata.resource_version) if entry else None)


@settings(max_examples=300)
@given(st.lists(st.sampled_from([step for step in STEPS if step != "relist"]), max_size=30))
def test_cache_never_goes_back_without_a_relist(steps):
    """An object in the cache is never replaced by an older state of it."""
    simulation = Simulation()
    newest = 0
    for step in steps:
        simulation.step(step)
        entry = simulation.informer.store.get(KEY)
        if entry is not None:
            assert int(entry.metadata.resource_version) >= newest
            newest = int(entry.metadata.resource_version)
