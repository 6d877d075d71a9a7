# SPDX-License-Identifier: Apache-2.0
"""What the README of the package shows, run against a cluster in memory."""

from __future__ import annotations

import ast
import importlib
import re
import sys
from pathlib import Path

import pytest
import yaml

from kubeloop.objects.permission import Permission
from tests.support import readme

HOW_TO = Path(__file__).parents[3] / "docs" / "how-to"
PROGRAMS = sorted(Path(name).stem for name in readme.files() if name.endswith(".py"))


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> None:
    """Let the README's files be importable, and forget them afterward."""
    readme.save(tmp_path)
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


def test_definition_from_structs_is_of_the_kind_that_the_manifest_defines():
    """The generated definition and the written one serve the same resource, and bound the text alike."""
    written = yaml.safe_load(readme.files()["crd.yaml"])
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


@pytest.mark.parametrize("page", ["from-kopf.md", "from-controller-runtime.md"])
def test_pages_for_newcomers_show_the_same_controller(page):
    """What stands beside the other framework's code is what the README runs, without its annotations."""
    (shown,) = re.findall(
        r"^```python\n(def add_greeter.*?)^```", (HOW_TO / page).read_text(), re.DOTALL | re.MULTILINE
    )
    program = ast.parse(readme.files()["greeter.py"])
    (runs,) = [node for node in program.body if isinstance(node, ast.FunctionDef) and node.name == "add_greeter"]

    assert ast.unparse(ast.parse(shown)) == ast.unparse(_bare(runs))


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
