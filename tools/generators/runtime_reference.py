# SPDX-License-Identifier: Apache-2.0
"""docs/reference/kubeloop.md: the public names of the runtime."""

from __future__ import annotations

from tools.generators import library_reference, runtime_metrics
from tools.generators.library_reference import Library

INTRODUCTION = """\
Every public name of `kubeloop`, with its types, defaults, units and errors.
The rooms stand in the order of the import law: what is above uses what is below, never the other way.
What is called `client.http` here is `from kubeloop.client import http` in a program.
Modules that are not on this page may change at any time.
Times are seconds; what waits has a bound, and the bound is a parameter or a constant.
Calls marked `await` are coroutines, an `AsyncGenerator` is for `async for`, all others return at once."""

LIBRARY = Library(
    name="kubeloop",
    contract="runtime",
    introduction=INTRODUCTION,
    modules={
        "testing": ("cluster", "clock"),
        "crd": ("markers", "document"),
        "controller": ("loop", "sources", "apply", "status"),
        "election": ("elector", "record", "clock"),
        "informer": ("source", "shared", "changes"),
        "cache": ("store", "digest"),
        "client": ("base", "http"),
        "config": ("discovery", "incluster", "kubeconfig", "access"),
        "objects": ("kind", "metadata", "owner", "condition", "selector", "permission"),
    },
    first=(
        "manager.Manager",
        "client.http.HttpClient",
        "config.discovery.load",
        "informer.shared.Informer",
        "informer.source.Source",
        "informer.source.of",
        "controller.loop.Controller",
        "controller.loop.Result",
        "controller.sources.of_objects",
        "controller.sources.of_children",
        "controller.sources.mapped",
        "controller.apply.Applier",
        "controller.status.StatusWriter",
        "recorder.Recorder",
        "election.elector.Elector",
        "crd.document.document",
        "testing.cluster.Cluster",
    ),
    shown={
        "election.record": frozenset({"PERMISSIONS"}),
        "election.clock": frozenset({"Moment", "Clock", "read"}),
    },
    # What counts nothing, which is what every `counters=None` means.
    hidden=frozenset({"NoCounters"}),
    protocols={
        frozenset({"list", "watch", "get", "apply", "patch", "delete"}): "Its six verbs are those of `client.base`."
    },
    added={"metrics": runtime_metrics.table},
)


def files() -> dict[str, str]:
    """Return the page."""
    return library_reference.files(LIBRARY)
