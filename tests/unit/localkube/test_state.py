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
    for directory in (made.pki, made.volumes, *(made.state(machine) for machine in made.machines)):
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


def test_attached_volume_is_named(here, tmp_path):
    """A loop device of one of our volumes counts, one of somebody else does not."""
    for device, file in (("loop0", "/elsewhere/disk.img"), ("loop1", f"{here.volumes}/pvc-1.img")):
        (tmp_path / "block" / device / "loop").mkdir(parents=True)
        (tmp_path / "block" / device / "loop" / "backing_file").write_text(f"{file}\n")

    found = state.attached_volume(here, tmp_path / "block")

    assert found == f"{here.volumes}/pvc-1.img is attached to loop1"
