# SPDX-License-Identifier: Apache-2.0
"""The reflector in virtual time: how it lists, watches, resumes and starts over, and that it never hurries."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence
from typing import Any

import msgspec
import pytest

from kubeloop import errors
from kubeloop.cache.store import Entry
from kubeloop.client.base import Event, EventType, Page
from kubeloop.informer import reflector, source
from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Metadata
from kubeloop.testing import clock, cluster

KIND = Kind("example.com", "v1", "things", "Thing")


class Log:
    """A sink that remembers what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, Any]] = []

    def replace(self, entries: Sequence[Entry[str]]) -> None:
        """Remember a list."""
        self.told.append(("replace", sorted(entry.metadata.name for entry in entries)))

    def upsert(self, metadata: Metadata, raw: msgspec.Raw) -> None:
        """Remember a change."""
        self.told.append(("upsert", metadata.name))

    def remove(self, metadata: Metadata) -> None:
        """Remember a deletion."""
        self.told.append(("remove", metadata.name))

    def absent(self) -> None:
        """Remember that there is no such kind."""
        self.told.append(("absent", None))


def thing(name: str, **spec: object) -> dict[str, Any]:
    """Return a thing."""
    return {"metadata": {"name": name, "namespace": "default"}, "spec": spec}


def told(api: cluster.Cluster, *acts, seconds: float = 60.0, is_optional: bool = False) -> list[tuple[str, Any]]:
    """Run a reflector, each act after a pause, and return what its sink was told."""
    log = Log()

    async def scenario() -> None:
        target = source.Source(KIND, dict, view=lambda each: str(each["spec"]), is_optional=is_optional)
        running = asyncio.create_task(reflector.Reflector(api, target, log, jitter=lambda: 0.5).run())
        for act in acts:
            await asyncio.sleep(seconds)
            act()
        await asyncio.sleep(seconds)
        running.cancel()

    clock.run(scenario())
    return log.told


def count(api: cluster.Cluster, verb: str) -> int:
    """Return how many requests of this verb there were."""
    return sum(request.verb == verb for request in api.requests)


def test_pages_become_one_list():
    """However many pages, the sink gets everything at once."""
    api = cluster.Cluster()
    names = sorted(f"thing-{number}" for number in range(reflector.PAGE_SIZE * 2 + 50))
    for name in names:
        api.put(KIND, thing(name))

    assert [("replace", names)] == told(api)
    assert count(api, "list") == 3


def test_changes_are_told_in_order():
    """Additions, changes and deletions come from the watch."""
    api = cluster.Cluster()

    assert told(
        api,
        lambda: api.put(KIND, thing("a")),
        lambda: api.put(KIND, thing("a", more=1)),
        lambda: api.remove(KIND, "default", "a"),
    ) == [("replace", []), ("upsert", "a"), ("upsert", "a"), ("remove", "a")]


def test_watch_that_ends_is_resumed_without_a_list():
    """Hours without news cost watches only, and what comes then is told."""
    api = cluster.Cluster()

    assert told(api, lambda: api.put(KIND, thing("a")), seconds=7200)[-1] == ("upsert", "a")
    assert count(api, "list") == 1
    assert 10 <= count(api, "watch") <= 40


def test_broken_watch_is_resumed_without_a_list():
    """An unreachable server is waited for; the version stays good."""
    api = cluster.Cluster()
    api.fail_next("watch", errors.Unreachable("reset"), times=3)

    assert told(api, lambda: api.put(KIND, thing("a"))) == [("replace", []), ("upsert", "a")]
    assert count(api, "list") == 1


def test_expired_version_means_a_new_list():
    """410 during the watch."""
    api = cluster.Cluster()

    assert told(api, api.expire_watches) == [("replace", []), ("replace", [])]


def test_list_that_expires_between_pages_starts_over():
    """410 at a continue token."""
    api = cluster.Cluster()
    for number in range(reflector.PAGE_SIZE + 50):
        api.put(KIND, thing(f"thing-{number}"))
    api.fail_next("list", errors.Gone("the continue token has expired"))

    assert len(told(api)) == 1
    assert count(api, "list") == 3


@pytest.mark.parametrize("error", [errors.Unreachable("down"), errors.Forbidden("no"), errors.TooManyRequests("busy")])
def test_failures_are_repeated_with_growing_pauses(error):
    """Ten minutes of failure cost some tens of requests, not thousands."""
    api = cluster.Cluster()
    api.fail_next("list", error, times=100_000)

    told(api, seconds=600)

    assert 15 <= count(api, "list") <= 60


def test_expiry_in_a_row_is_no_hot_loop():
    """A server that answers 410 to every watch is not asked all the time."""
    api = cluster.Cluster()
    api.fail_next("watch", errors.Gone("expired"), times=100_000)

    told(api, seconds=600)

    assert count(api, "list") <= 60


def test_watch_that_ends_at_once_is_no_hot_loop():
    """A server that closes every watch cleanly is not asked all the time."""
    api = cluster.Cluster()

    async def empty(*_: object, **__: object):
        api.requests.append(cluster.Request("watch", KIND, Metadata().key))
        return
        yield

    api.watch = empty

    told(api, seconds=600)

    assert count(api, "watch") <= 60


def watching(api: cluster.Cluster, lines: list[Event], *, for_ever: bool = False) -> None:
    """Let the cluster's next watch show these events and end after two seconds, or never; later ones are as ever."""
    usual = api.watch

    async def watch(*arguments: Any, **options: Any):
        api.watch = usual
        api.requests.append(cluster.Request("watch", KIND, Metadata().key))
        for line in lines:
            yield line
        await asyncio.sleep(math.inf if for_ever else 2.0)

    api.watch = watch


def event(type_: EventType, **metadata: object) -> Event:
    """Return an event of an object with this metadata."""
    return Event(type_, msgspec.Raw(msgspec.json.encode({"metadata": metadata})))


def test_bookmark_of_an_older_server_moves_on_the_version():
    """Before Kubernetes 1.34 a bookmark says null for its time: that is no reason to list again."""
    api = cluster.Cluster()
    watching(api, [event("BOOKMARK", resourceVersion="1000", creationTimestamp=None)])

    assert told(api) == [("replace", [])]


@pytest.mark.parametrize(
    "broken",
    [
        event("ADDED"),
        event("ADDED", name="a", namespace="default"),
        event("BOOKMARK"),
        Event("ADDED", msgspec.Raw(b'{"metadata": {"name": "\xff"}}')),
        Event("ADDED", msgspec.Raw(b'{"metadata": {}, "spec": ' + b"[" * 5000 + b"]" * 5000 + b"}")),
    ],
    ids=["no object", "no version", "bookmark without version", "no text", "too deep"],
)
def test_event_that_makes_no_sense_means_a_new_list(broken):
    """Nothing of it gets into the cache, and what it should have said is in the list."""
    api = cluster.Cluster()
    watching(api, [broken])

    assert told(api) == [("replace", []), ("replace", [])]


def test_list_without_a_version_does_not_empty_the_cache():
    """A page of a proxy that happens to be JSON must not delete everything."""
    api = cluster.Cluster()
    usual = api.list

    async def strange(*_: Any, **__: Any) -> Page:
        api.list = usual
        return Page((), "")

    api.list = strange
    api.put(KIND, thing("a"))

    assert told(api) == [("replace", ["a"])]


def test_version_that_the_server_does_not_take_is_given_up():
    """400 to a watch: repeating it would never help."""
    api = cluster.Cluster()
    api.fail_next("watch", errors.Invalid("invalid resource version"))

    assert told(api) == [("replace", []), ("replace", [])]


def test_server_that_asks_for_time_gets_it():
    """Retry-After of a refused watch is waited for."""
    api = cluster.Cluster()
    api.fail_next("watch", errors.TooManyRequests("busy", retry_after_seconds=20.0), times=3)

    told(api, seconds=50)

    assert count(api, "watch") == 3


def test_watch_that_nobody_ends_is_given_up():
    """Whatever makes it deaf, changes are seen again soon after its time."""
    api = cluster.Cluster()
    watching(api, [], for_ever=True)

    assert "a" in str(told(api, lambda: api.put(KIND, thing("a")), seconds=1000)[-1])
    assert count(api, "list") <= 2


def test_quiet_watch_after_a_broken_one_is_not_believed():
    """The server may come back with an older state, after refusals, and tells nothing to who waits for what it lost."""
    api = cluster.Cluster()
    api.put(KIND, thing("stays"))
    api.put(KIND, thing("lost"))

    def restore() -> None:
        api.cut_watches()
        api.fail_next("watch", errors.ServerError("starting", status=503), times=2)
        del api._storage._records[KIND, Metadata(name="lost", namespace="default").key]

    assert told(api, restore, seconds=2000)[-1] == ("replace", ["stays"])


def test_watch_that_breaks_after_each_event_is_no_hot_loop():
    """One event is no sign of health: the pauses grow."""
    api = cluster.Cluster()

    async def one(*_: Any, **__: Any):
        api.requests.append(cluster.Request("watch", KIND, Metadata().key))
        yield event("ADDED", name="a", namespace="default", resourceVersion="1001")
        raise errors.Gone("expired")

    api.watch = one

    told(api, seconds=600)

    assert count(api, "list") <= 60


NOT_SERVED = errors.NotFound("the server could not find the requested resource", status=404)


@pytest.mark.parametrize("answer", [NOT_SERVED, errors.Forbidden("may not list things", status=403)])
def test_an_optional_kind_that_is_not_there_is_looked_for_each_minute(answer: errors.ApiError) -> None:
    """Its absence is told once, and so is what there is when it comes; no server is asked in between."""
    api = cluster.Cluster()
    api.put(KIND, thing("a"))
    api.fail_next("list", answer, times=3)

    assert told(api, seconds=3.5 * reflector.ABSENT_SECONDS, is_optional=True) == [("absent", None), ("replace", ["a"])]
    assert count(api, "list") == 4


@pytest.mark.parametrize(("answer", "level"), [(NOT_SERVED, "INFO"), (errors.Forbidden("may not"), "WARNING")])
def test_a_role_that_forbids_an_optional_kind_is_told_louder_than_its_absence(
    answer: errors.ApiError, level: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Who waits for what was never made looks at the log; who has no such kind wants no noise."""
    api = cluster.Cluster()
    api.fail_next("list", answer, times=10)

    with caplog.at_level("INFO"):
        told(api, seconds=2.5 * reflector.ABSENT_SECONDS, is_optional=True)

    assert [level] == [record.levelname for record in caplog.records if record.name.endswith("reflector")]


def test_an_optional_kind_may_go_while_it_is_watched_and_come_back() -> None:
    """The watch that would go on is refused: what was known is worth nothing, and a list tells what there is then."""
    api = cluster.Cluster()
    api.put(KIND, thing("a"))

    def remove_the_kind() -> None:
        api.fail_next("watch", NOT_SERVED)
        api.cut_watches()

    seen = told(api, remove_the_kind, seconds=2 * reflector.ABSENT_SECONDS, is_optional=True)

    assert seen == [("replace", ["a"]), ("absent", None), ("replace", ["a"])]


def test_a_kind_that_is_needed_is_never_told_to_be_absent() -> None:
    """Whoever cannot do without it waits for its definition, and says so."""
    api = cluster.Cluster()
    api.fail_next("list", NOT_SERVED, times=2)

    assert told(api) == [("replace", [])]
