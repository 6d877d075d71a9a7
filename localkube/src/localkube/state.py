# SPDX-License-Identifier: Apache-2.0
"""The cluster's files: etcd, volumes, the nodes' directories. Deleted only when nothing uses them."""

import shutil
from pathlib import Path

from localkube import procfs, waiting
from localkube.errors import LocalkubeError
from localkube.settings import Settings

_DETACH_SECONDS = 20.0
_BLOCK_DEVICES = Path("/sys/block")


def delete(settings: Settings) -> None:
    """Remove what the cluster wrote, and the home if nothing else is in it."""
    log = settings.log(settings.control_plane, "init")
    waiting.until_none(lambda: attached_volume(settings), seconds=_DETACH_SECONDS, log=log)
    if mounted := [point for point in procfs.mount_points() if settings.home in point.parents]:
        raise LocalkubeError(f"{mounted[0]} is mounted: unmount it, then `localkube down` again")
    for machine in settings.machines:
        _remove(settings.state(machine))
    for path in (settings.pki, settings.pki_draft, settings.volumes, *settings.notes):
        _remove(path)
    if settings.home.exists() and not any(settings.home.iterdir()):
        settings.home.rmdir()


def attached_volume(settings: Settings, devices: Path = _BLOCK_DEVICES) -> str | None:
    """Name a loop device that still holds a volume; the kernel lets go a moment after the last mount."""
    for backing in devices.glob("loop*/loop/backing_file"):
        try:
            file = Path(backing.read_text().strip())
        except OSError:
            continue  # detached meanwhile
        if settings.volumes in file.parents:
            return f"{file} is attached to {backing.parts[-3]}"
    return None


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
