# SPDX-License-Identifier: Apache-2.0
"""What the recipe refuses; what it does is shown by real machines."""

import contextlib
from pathlib import Path

import pytest

from localkube import cluster, lock, machine, settings
from localkube.errors import LocalkubeError
from localkube.progress import Progress

SETTINGS = settings.load({})


def test_cluster_of_another_home_is_left_alone(monkeypatch):
    """The error says whose cluster runs and how to end it."""
    stranger = machine.Running("n1", Path("/elsewhere"), outer_pid=1, init_pid=2, started=0.0)
    monkeypatch.setattr(machine, "all_running", lambda: [stranger])

    with pytest.raises(LocalkubeError, match="LOCALKUBE_HOME=/elsewhere localkube down"):
        cluster.refuse_stranger(SETTINGS)


def test_machine_that_is_off_cannot_be_entered(monkeypatch):
    """The error says how to switch it on."""
    monkeypatch.setattr(machine, "running", dict)

    with pytest.raises(LocalkubeError, match="localkube start n1"):
        cluster.inside(SETTINGS, "n1", ["true"])


def test_images_need_every_node(monkeypatch):
    """Nothing is loaded into half of the nodes."""
    monkeypatch.setattr(lock, "held", contextlib.nullcontext)
    monkeypatch.setattr(machine, "running", dict)

    with pytest.raises(LocalkubeError, match="n1, n2, n3 cannot take images"):
        cluster.load(SETTINGS, [Path("a")], [], Progress())


def test_alias_is_for_one_image():
    """Two images cannot share a name."""
    with pytest.raises(LocalkubeError, match="load that archive alone"):
        cluster.load(SETTINGS, [Path("a"), Path("b")], ["x:1"], Progress())


@pytest.mark.parametrize(("name", "words"), [("n9", "there is no machine n9"), ("cp", "has no cable")])
def test_only_nodes_can_be_cut(name, words):
    """The error names what can be used instead."""
    with pytest.raises(LocalkubeError, match=words) as error:
        cluster.cut(SETTINGS, name)

    assert "n1, n2, n3" in str(error.value)
