# SPDX-License-Identifier: Apache-2.0
"""Keys of builds: the same sources give the same key, anything else another."""

import dataclasses
import os
from pathlib import Path

import pytest

from localkube import components, procfs
from localkube.errors import LocalkubeError


@pytest.fixture
def component(tmp_path: Path, monkeypatch) -> components.Component:
    """A Go module with two files."""
    monkeypatch.setattr(components, "_SOURCES", tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    source = tmp_path / "core"
    (source / "cmd" / "tool").mkdir(parents=True)
    (source / "go.mod").write_text("module x\n\ngo 1.26.8\n")
    (source / "go.sum").write_text("sums\n")
    (source / "cmd" / "tool" / "main.go").write_text("package main\n")
    return components.CORE


def test_key_is_stable(component):
    """Looking twice, or touching a file, changes nothing."""
    before = components.key(component)
    (component.source / "go.mod").touch()

    assert before == components.key(component)


@pytest.mark.parametrize("file", ["go.mod", "go.sum", "cmd/tool/main.go"])
def test_key_follows_every_source(component, file):
    """Versions, sums, code: each decides what is built."""
    before = components.key(component)
    (component.source / file).write_text("something else\n")

    assert before != components.key(component)


def test_key_follows_flags_and_packages(component):
    """Another way to link is another binary."""
    other_flags = dataclasses.replace(component, link_flags="-s")
    other_packages = dataclasses.replace(component, packages=("./cmd/tool",))

    assert len({components.key(each) for each in (component, other_flags, other_packages)}) == 3


def test_content_cannot_move_between_files(component):
    """The key knows where one file ends and the next begins, even when a file looks like two."""
    (component.source / "go.mod").write_text("m")
    (component.source / "go.sum").write_text("s")
    before = components.key(component)
    (component.source / "go.mod").write_text("m\0go.sum\0\0s")
    (component.source / "go.sum").unlink()

    assert before != components.key(component)


def test_missing_sources_are_explained(component):
    """An installation without the Go modules says what to do."""
    with pytest.raises(LocalkubeError, match="checkout"):
        components.key(dataclasses.replace(component, name="absent"))


def test_built_programs_are_not_built_again(component, tmp_path):
    """A folder under the key is the answer, without looking for a compiler."""
    folder = tmp_path / "cache" / "localkube" / "bin" / f"core-{components.key(component)}"
    folder.mkdir(parents=True)

    assert folder == components.binaries(component)


def test_nodes_will_know_their_version():
    """Every number of the version is stamped into the binary."""
    assert "version.gitVersion=v1.34.4 " in components.CORE.link_flags
    assert "version.gitMajor=1 " in components.CORE.link_flags
    assert "version.gitMinor=34 " in components.CORE.link_flags


def test_old_builds_are_forgotten(component, tmp_path):
    """The build before the new one stays, older ones and nothing else go."""
    for age, name in enumerate(("core-new", "core-previous", "core-older", "core-oldest", "addons-x")):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (1000 - age, 1000 - age))
    (tmp_path / "core.lock").touch()

    components._forget_old(component, tmp_path / "core-new")

    left = {path.name for path in tmp_path.iterdir()} - {"core"}
    assert left == {"core-new", "core-previous", "addons-x", "core.lock"}


def test_builds_that_run_are_kept(component, tmp_path, monkeypatch):
    """A live cluster restarts its programs, so they must not vanish under it."""
    for age, name in enumerate(("core-new", "core-previous", "core-older", "core-oldest")):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (1000 - age, 1000 - age))
    argv = (str(tmp_path / "core-oldest" / "kubelet"), "--config=x")
    monkeypatch.setattr(procfs, "processes", lambda: iter([procfs.Process(7, 1, argv, started=0.0)]))

    components._forget_old(component, tmp_path / "core-new")

    assert {path.name for path in tmp_path.glob("core-*")} == {"core-new", "core-previous", "core-oldest"}


def test_looking_for_programs_builds_nothing(component):
    """None says that they are not there."""
    assert components.find(component) is None
