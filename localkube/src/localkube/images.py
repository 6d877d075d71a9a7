# SPDX-License-Identifier: Apache-2.0
"""Image archives and the nodes' stores: made once, loaded into all nodes side by side, never loaded twice."""

import concurrent.futures
import contextlib
import dataclasses
import json
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path

from localkube import command, machine, node, oci, waiting
from localkube.errors import LocalkubeError
from localkube.machine import Running
from localkube.settings import Machine, Settings

COREDNS = "localhost/coredns:1"

_BASE = {"pause": node.PAUSE_IMAGE, "coredns": COREDNS}
_CONTAINERD_SECONDS = 30.0
_IMPORT_SECONDS = 300.0
_CTR = ("ctr", "--namespace", "k8s.io")


@dataclasses.dataclass(frozen=True, slots=True)
class Image:
    """An image in an archive, and the names it shall have."""

    archive: Path
    digest: str
    reference: str
    aliases: tuple[str, ...] = ()


def write_base(binaries: Path) -> None:
    """Write the archives of the images that every node needs beside the binaries in them."""
    for name, reference in _BASE.items():
        with tempfile.TemporaryDirectory() as scratch:
            layer = oci.layer_of_files(Path(scratch, "layer.tar"), {f"/{name}": binaries / name})
            archive = binaries / f"{name}.tar"
            oci.write_archive(archive, reference=reference, layers=[layer], entrypoint=[f"/{name}"])


def base(binaries: Path) -> tuple[Path, ...]:
    """Return the archives that `write_base` wrote."""
    return tuple(binaries / f"{name}.tar" for name in _BASE)


def load(settings: Settings, archives: Sequence[Path], aliases: Sequence[str] = ()) -> None:
    """Bring archives into the store of every node."""
    images = [identify(archive, aliases) for archive in archives]
    with concurrent.futures.ThreadPoolExecutor(len(settings.nodes)) as pool:
        loads = [pool.submit(_load_into, settings, each, images) for each in settings.nodes]
        for done in loads:
            done.result()


def _load_into(settings: Settings, into: Machine, images: Sequence[Image]) -> None:
    target = machine.expect(settings, into)
    for image in images:
        marker = settings.state(into) / "images" / image.digest.replace(":", "-")
        names = {image.reference, *image.aliases}
        if marker.exists() and names <= set(marker.read_text().split()):
            continue
        _wait_for_containerd(settings, target, into)
        _run_inside(target, [*_CTR, "images", "import", "--digests=false", str(image.archive)])
        for alias in image.aliases:
            _run_inside(target, [*_CTR, "images", "tag", "--force", image.reference, alias])
        _forget_names(marker.parent, names)
        marker.write_text("\n".join(sorted(names)))


def _forget_names(folder: Path, names: set[str]) -> None:
    """A name that moves to another image makes the marker of the old one untrue."""
    folder.mkdir(exist_ok=True)
    for marker in folder.iterdir():
        if names & set(marker.read_text().split()):
            marker.unlink()


def identify(archive: Path, aliases: Sequence[str] = ()) -> Image:
    """Read which image is in an archive."""
    with contextlib.suppress(OSError, tarfile.TarError, KeyError, ValueError, IndexError):
        with tarfile.open(archive) as content:
            index = content.extractfile("index.json")
            assert index is not None
            manifest = json.load(index)["manifests"][0]
        reference = manifest["annotations"]["io.containerd.image.name"]
        return Image(archive, manifest["digest"], reference, tuple(aliases))
    raise LocalkubeError(
        f"{archive} is no OCI archive with a name in it (annotation io.containerd.image.name): "
        "`make images` writes such archives"
    )


def _wait_for_containerd(settings: Settings, target: Running, into: Machine) -> None:
    def look() -> None:
        machine.require(settings, into, target)
        _run_inside(target, [*_CTR, "version"])

    waiting.until_none(look, seconds=_CONTAINERD_SECONDS, log=settings.log(into, "containerd"))


def _run_inside(target: Running, argv: list[str]) -> None:
    command.run(machine.enter(target, argv), timeout_seconds=_IMPORT_SECONDS)
