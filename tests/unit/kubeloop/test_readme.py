# SPDX-License-Identifier: Apache-2.0
"""What the README of the package shows, run against a cluster in memory."""

from __future__ import annotations

import ast
import asyncio
import importlib
import sys
from collections.abc import Awaitable
from pathlib import Path
from typing import Any

import msgspec
import prometheus_client
import pytest
import yaml

from kubeloop import errors, manager, metrics
from kubeloop.cache.store import Entry
from kubeloop.controller import apply
from kubeloop.election import elector, record
from kubeloop.election.clock import Moment
from kubeloop.informer import source
from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Key, Metadata
from kubeloop.objects.permission import Permission
from kubeloop.testing import clock, cluster
from tests.support import pages

FILES = pages.files(pages.KUBELOOP)
PROGRAMS = sorted(Path(name).stem for name in FILES if name.endswith(".py"))


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> None:
    """Let the README's files be importable, and forget them afterward."""
    pages.save(pages.KUBELOOP, tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    for name in PROGRAMS:
        monkeypatch.delitem(sys.modules, name, raising=False)


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_program_can_be_imported(program):
    """Whoever saves all files has modules whose names exist in this version of the runtime."""
    assert importlib.import_module(program).__name__ == program


def test_greeter_makes_and_repairs_a_child():
    """The test that the README shows passes, on the program that the README shows."""
    importlib.import_module("test_greeter").test_a_deleted_map_comes_back()


def test_speller_makes_and_deletes_children_with_annotations():
    """A word that is gone loses its map, a spoiled annotation is put right, and nothing more is written."""
    several = importlib.import_module("several")
    api, running = cluster.Cluster(), manager.Manager()
    several.add_speller(running, api)

    async def scenario() -> None:
        for text in ("Hello you", "Hello"):
            api.put(several.GREETING, _greeting(text))
            await asyncio.sleep(1)
        spoiled = api.read(several.CONFIG_MAP, "default", "hello-0")
        spoiled["metadata"]["annotations"] = {"example.com/length": "6"}
        api.put(several.CONFIG_MAP, spoiled)
        await asyncio.sleep(1)

    clock.run(_while_running(running, scenario()))

    assert api.read(several.CONFIG_MAP, "default", "hello-0")["metadata"]["annotations"] == {"example.com/length": "5"}
    assert [f"{each.verb} {each.key.name}" for each in api.writes] == [
        "apply hello-0",
        "apply hello-1",
        "delete hello-1",
        "apply hello-0",
    ]


def test_status_of_a_child_is_kept_and_never_compared():
    """The Deployment that the README shows in part is the same, however many of its replicas are ready."""
    applier = apply.Applier(cluster.Cluster(), manager="greeter", own_label_prefixes=("example.com/",))
    kind = Kind("apps", "v1", "deployments", "Deployment")
    known = {"DeploymentSpec": dict[str, int], "DEPLOYMENT": kind, "Metadata": Metadata, "applier": applier}
    decoder = source.Decoder(_run(pages.KUBELOOP, "class DeploymentStatus", msgspec=msgspec, **known)["children"])
    live = {"metadata": {"name": "hello"}, "spec": {"replicas": 2}}

    one, two = (decoder.entry(msgspec.json.encode(live | {"status": {"readyReplicas": ready}})) for ready in (1, 2))

    assert (one.view, two.view) == (1, 2)
    assert one.digest == two.digest


def test_empty_lease_saves_the_first_wait():
    """Who applies it leads at once; without it a first start takes as long as a leader's death."""
    api = cluster.Cluster()
    api.put(record.LEASES, _in_default(yaml.safe_load(FILES["lease.yaml"])))

    async def seconds(name: str) -> float:
        loop = asyncio.get_running_loop()
        began = loop.time()
        await elector.Elector(api, lease=Key("default", name), identity="one", clock=_clock).acquire()
        return loop.time() - began

    assert clock.run(seconds("greeter")) == 0.0
    assert 12.0 <= clock.run(seconds("another")) < 15.0


def test_counters_see_the_controller():
    """Who passes them on, as the README does, finds the greeter's reconciles and keys counted."""
    greeter = importlib.import_module("greeter")
    registry = prometheus_client.CollectorRegistry()
    api = cluster.Cluster()
    api.put(greeter.GREETING, _greeting("Hello"))
    running = manager.Manager()
    greeter.add_greeter(running, api, metrics.Counters(registry))

    clock.run(_while_running(running, asyncio.sleep(1)))

    counted = {"controller": "greeting", "result": "success"}
    assert registry.get_sample_value("controller_runtime_reconcile_total", counted) >= 1
    assert registry.get_sample_value("workqueue_adds_total", {"name": "greeting"}) >= 1


def test_definition_from_structs_is_of_the_kind_that_the_manifest_defines():
    """The generated definition and the written one serve the same resource, and bound the text alike."""
    written = yaml.safe_load(FILES["crd.yaml"])
    generated = importlib.import_module("definition").CRD

    assert generated["metadata"]["name"] == written["metadata"]["name"]
    assert _text(generated)["maxLength"] == _text(written)["maxLength"] == 100


def test_permissions_are_the_verbs_that_are_used():
    """An account with the declared permissions can run the program."""
    permissions = importlib.import_module("permissions").PERMISSIONS

    assert permissions == (
        Permission("", "configmaps", ("create", "get", "list", "patch", "watch")),
        Permission("example.com", "greetings", ("list", "watch")),
    )


def test_role_allows_what_is_declared(capsys):
    """What the program prints is a role with a rule for each permission."""
    importlib.import_module("role")

    assert yaml.safe_load(capsys.readouterr().out)["rules"] == [
        {"apiGroups": [""], "resources": ["configmaps"], "verbs": ["create", "get", "list", "patch", "watch"]},
        {"apiGroups": ["example.com"], "resources": ["greetings"], "verbs": ["list", "watch"]},
    ]


@pytest.mark.parametrize("page", ["from-kopf.md", "from-controller-runtime.md"])
def test_pages_for_newcomers_show_the_same_controller(page):
    """What stands beside the other framework's code is what the README runs, without its annotations."""
    (shown,) = pages.programs(pages.HOW_TO / page, "def add_greeter")
    program = ast.parse(FILES["greeter.py"])
    (runs,) = [node for node in program.body if isinstance(node, ast.FunctionDef) and node.name == "add_greeter"]

    assert ast.unparse(ast.parse(shown)) == ast.unparse(_bare(runs))


def test_finalizer_of_the_page_delays_a_deletion():
    """It is set once, it goes when the work is done, and a deleted object is not made anew."""
    greeting_kind = importlib.import_module("greeter").GREETING
    recipe = _run(pages.HOW_TO / "from-kopf.md", "BELL", GREETING=greeting_kind, Metadata=Metadata, msgspec=msgspec)
    decoder = source.Decoder(source.of(greeting_kind, msgspec.defstruct("Greeting", [("metadata", recipe["Held"])])))
    api = cluster.Cluster()
    api.define(yaml.safe_load(FILES["crd.yaml"]))
    api.put(greeting_kind, _greeting("Hello"))
    taken_down = []

    async def take_down(greeting) -> None:
        taken_down.append(greeting.metadata.name)

    async def guard() -> Entry:
        greeting = decoder.entry(await api.get(greeting_kind, "default", "hello"))
        await recipe["guard"](api, greeting, take_down)
        return greeting

    async def scenario() -> None:
        await guard()
        await guard()
        api.remove(greeting_kind, "default", "hello")
        terminating = await guard()
        with pytest.raises(errors.Conflict):
            await recipe["guard"](api, terminating, take_down)

    clock.run(scenario())

    assert taken_down == ["hello", "hello"]
    assert [each.verb for each in api.writes] == ["apply"] * 3
    with pytest.raises(errors.NotFound):
        clock.run(api.get(greeting_kind, "default", "hello"))


def _run(page: Path, beginning: str, **known: Any) -> dict[str, Any]:
    """Return what the code with this beginning defines, beside the names that it finds."""
    (shown,) = pages.programs(page, beginning)
    exec(compile(shown, page.name, "exec", dont_inherit=True), known)
    return known


async def _while_running(running: manager.Manager, scenario: Awaitable[None]) -> None:
    stop = asyncio.Event()
    task = asyncio.create_task(running.run(stop))
    await scenario
    stop.set()
    await task


def _clock() -> Moment:
    now = asyncio.get_running_loop().time()
    return Moment(now, now, now)


def _greeting(text: str) -> dict[str, Any]:
    return {"metadata": {"name": "hello", "namespace": "default"}, "spec": {"text": text}}


def _in_default(content: dict[str, Any]) -> dict[str, Any]:
    return content | {"metadata": content["metadata"] | {"namespace": "default"}}


def _bare(function):
    """Return a function without annotations."""
    for node in ast.walk(function):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.returns = None
        if isinstance(node, ast.arg):
            node.annotation = None
    return function


def _text(definition):
    schema = definition["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
    return schema["properties"]["spec"]["properties"]["text"]
