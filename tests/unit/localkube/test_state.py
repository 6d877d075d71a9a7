# SPDX-License-Identifier: Apache-2.0
"""What is deleted, and when not."""

import dataclasses
from pathlib import Path

import pytest

from localkube import settings, state


@pytest.fixture
def here(tmp_path: Path) -> settings.Settings:
    """A home with everything that a cluster leaves."""
    made = dataclasses.replace(settings.load({}), home=tmp_path / "home")
    for directory in (made.pki, made.pki_draft, made.volumes, *(made.state(machine) for machine in made.machines)):
        directory.mkdir(parents=True)
        (directory / "file").touch()
    for note in made.notes:
        note.touch()
    return made


def test_everything_of_the_cluster_goes(here):
    """The home itself goes too."""
    state.delete(here)

    assert not here.home.exists()


def test_strangers_in_the_home_stay(here):
    """What the cluster did not write is not deleted."""
    (here.home / "notes.txt").touch()

    state.delete(here)

    assert [here.home / "notes.txt"] == list(here.home.iterdir())


def test_deleting_nothing_is_fine(here):
    """Twice is as good as once."""
    state.delete(here)
    state.delete(here)

    assert not here.home.exists()


def attach(devices: Path, device: str, file: str) -> None:
    """Make a loop device look attached."""
    (devices / device / "loop").mkdir(parents=True)
    (devices / device / "loop" / "backing_file").write_text(f"{file}\n")


def test_attached_volume_is_named(here, tmp_path):
    """The file and its device are told."""
    attach(tmp_path / "block", "loop1", f"{here.volumes}/pvc-1.img")

    assert state.attached_volume(here, tmp_path / "block") == f"{here.volumes}/pvc-1.img is attached to loop1"


def test_loop_devices_of_others_do_not_matter(here, tmp_path):
    """A disk image of somebody else may stay attached."""
    attach(tmp_path / "block", "loop0", "/elsewhere/disk.img")

    assert state.attached_volume(here, tmp_path / "block") is None
