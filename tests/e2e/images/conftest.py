# SPDX-License-Identifier: Apache-2.0
"""Built images, unpacked, and a way to run their programs without a cluster and without a network."""

import json
import os
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

import pytest

import images

_RUN_SECONDS = 60
# /dev is there, as in every container, and the network namespace is empty.
_ENTER = 'mount --rbind /dev "$0/dev" && user=$1 && shift && exec chroot --userspec="$user" "$0" "$@"'


@dataclass(frozen=True)
class Unpacked:
    """An image as a directory, with the config that its archive carries."""

    built: images.Built
    root: Path
    config: dict

    def run(self, *command: str, stdin: str = "") -> subprocess.CompletedProcess:
        """Run a command as the image's user, with its environment and none of ours."""
        return subprocess.run(
            ["unshare", "--mount", "--net", "/bin/sh", "-c", _ENTER, self.root, self.config["User"], *command],
            env=dict(variable.split("=", 1) for variable in self.config["Env"]),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=_RUN_SECONDS,
            check=False,
        )


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory):
    """Unpack an image by name, each once; build it first when the store has none."""
    if os.geteuid() != 0:
        pytest.skip("unpacking images and entering them needs root")
    done: dict[str, Unpacked] = {}

    def unpack(name: str) -> Unpacked:
        if name not in done:
            done[name] = _unpack(images.build([name])[0], tmp_path_factory.mktemp(name))
        return done[name]

    return unpack


def _unpack(built: images.Built, root: Path) -> Unpacked:
    root.chmod(0o755)
    with tarfile.open(built.archive) as archive:
        manifest = _document(archive, _document(archive, "index.json")["manifests"][0]["digest"])
        for layer in manifest["layers"]:
            with tarfile.open(fileobj=archive.extractfile(_blob(layer["digest"]))) as tar:
                tar.extractall(root, filter="fully_trusted")
        config = _document(archive, manifest["config"]["digest"])["config"]
    return Unpacked(built, root, config)


def _document(archive: tarfile.TarFile, name: str) -> dict:
    return json.load(archive.extractfile(_blob(name) if name.startswith("sha256:") else name))


def _blob(digest: str) -> str:
    return f"blobs/{digest.replace(':', '/')}"
