# SPDX-License-Identifier: Apache-2.0
"""The example in the package's README, run against a cluster in memory."""

from __future__ import annotations

import asyncio
import re
import sys
import types
from pathlib import Path

import pytest

from kubeloop.objects.kind import Kind
from kubeloop.testing import clock, cluster

README = Path(__file__).parents[3] / "packages" / "kubeloop" / "README.md"
CONFIG_MAP = Kind("", "v1", "configmaps", "ConfigMap")
GREETING = Kind("example.com", "v1", "greetings", "Greeting")


@pytest.fixture
def example(monkeypatch) -> types.ModuleType:
    """Return the example as a module."""
    code = re.search(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    assert code is not None
    module = types.ModuleType("kubeloop_readme_example")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    exec(compile(code.group(1), README, "exec"), module.__dict__)
    return module


def test_example_makes_and_repairs_a_child(example):
    """What the README shows works as it stands."""
    api = cluster.Cluster()
    api.put(GREETING, {"metadata": {"name": "hello", "namespace": "default"}, "spec": {"text": "Hello"}})

    async def scenario() -> None:
        stop = asyncio.Event()
        running = asyncio.create_task(example.build(api).run(stop))
        await asyncio.sleep(1)
        api.remove(CONFIG_MAP, "default", "hello")
        await asyncio.sleep(1)
        stop.set()
        await running

    clock.run(scenario())

    assert api.read(CONFIG_MAP, "default", "hello")["data"] == {"text": "Hello"}
