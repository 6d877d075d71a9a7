# SPDX-License-Identifier: Apache-2.0
"""Where built images go, by cluster and registry."""

from __future__ import annotations

import json
import pathlib
import subprocess

import pytest

from tools import cluster, publish

BUILT: publish.Images = {
    "monerod": {
        "archive": "/cache/monerod.tar",
        "reference": "localhost/monerod:1",
        "localkube_alias": "docker.io/utxobr/monerod:v0.17.2.0",
    }
}


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str | None]]:
    """Collect what would be loaded into localkube's machines."""
    calls: list[tuple[str, str | None]] = []
    monkeypatch.setattr(cluster, "load", lambda archive, alias=None: calls.append((archive, alias)))
    return calls


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Collect the builds that would run."""
    calls: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        calls.append(command)
        return subprocess.CompletedProcess(command, 0, json.dumps(BUILT))

    monkeypatch.setattr(subprocess, "run", run)
    return calls


def test_localkube_gets_archives_and_the_published_alias(
    monkeypatch: pytest.MonkeyPatch, loaded: list[tuple[str, str | None]]
) -> None:
    """Machines of ours are given the image under its own name and the published one."""
    monkeypatch.setenv("CLUSTER", "localkube")

    references = publish.provide(BUILT)

    assert references == {"monerod": "localhost/monerod:1"}
    assert [(pathlib.Path(archive).name, alias) for archive, alias in loaded] == [
        ("monerod.tar", "docker.io/utxobr/monerod:v0.17.2.0")
    ]


def test_localkube_never_pulls_so_nothing_is_pushed_for_it(
    monkeypatch: pytest.MonkeyPatch, commands: list[list[str]]
) -> None:
    """A registry that is set for other purposes changes nothing on localkube."""
    monkeypatch.setenv("CLUSTER", "localkube")
    monkeypatch.setenv("REGISTRY", "registry.example.org/monero")

    publish.build_for_cluster("monerod")

    assert "--push" not in commands[0]


def test_an_existing_cluster_pulls_so_images_are_pushed(
    monkeypatch: pytest.MonkeyPatch, commands: list[list[str]], loaded: list[tuple[str, str | None]]
) -> None:
    """Images go to the registry, and no machine is loaded."""
    monkeypatch.setenv("CLUSTER", "existing")
    monkeypatch.setenv("REGISTRY", "registry.example.org/monero")

    publish.provide(publish.build_for_cluster("monerod"))

    assert commands[0][-3:] == ["--push", "registry.example.org/monero", "monerod"]
    assert loaded == []
