# SPDX-License-Identifier: Apache-2.0
"""The programs of three releases of monero, and xmrig, from the Debian packages that `images/versions.toml` names.

Each release has a root folder of its own and is run by that folder's own dynamic linker, so that the release of another
Debian works here. The folders outlive the tests: to fetch them anew, remove `~/.cache/monero-operator/releases`.
"""

import dataclasses
import fcntl
import functools
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from images import debian, program, spec, store

RELEASES = ("0.18.0.0", "0.18.4.0", "newest")
"""The tags of `images/versions.toml`, oldest first; `Programs.version` says what `newest` is."""

Command = tuple[str, ...]

_FETCH_TIMEOUT_SECONDS = 900.0
_VERSION = re.compile(r"v(\d+(?:\.\d+)+)")
_HINT = "is a Debian mirror reachable from here, and does it have the version that images/versions.toml names?"


@dataclasses.dataclass(frozen=True, slots=True)
class Programs:
    """How each program of one release is started (its arguments follow), and where its file is."""

    version: str
    root: Path

    @property
    def monerod(self) -> Command:
        return self._command("monerod")

    @property
    def wallet_rpc(self) -> Command:
        return self._command("monero-wallet-rpc")

    @property
    def wallet_cli(self) -> Command:
        return self._command("monero-wallet-cli")

    def file(self, name: str) -> Path:
        """Return the file of a program such as "monerod"."""
        return self.root / "usr/bin" / name

    def _command(self, name: str) -> Command:
        return run_in(self.root, name)


@functools.cache
def programs(release: str) -> Programs:
    """Return the programs of one of `RELEASES`, fetched if need be (some ten seconds)."""
    folder = root(_image(release))
    told = subprocess.run(
        [*run_in(folder, "monerod"), "--version"], capture_output=True, text=True, check=True, timeout=30
    ).stdout
    match = _VERSION.search(told)
    assert match, f"{folder}: monerod says it is {told!r}"
    return Programs(match[1], folder)


def xmrig() -> Command:
    """Return the command of the miner, fetched if need be."""
    return run_in(root(spec.load()["xmrig"]), "xmrig")


def root(image: spec.Image) -> Path:
    """Return the folder with the packages of an image, fetched if need be."""
    folder = store.default().directory.parent / "releases"
    tree = folder / f"{image.tag or image.name}-{store.key(image.suite, image.packages)}"
    with _only_one(folder):
        if not tree.exists():
            _unpack(image, tree)
    return tree


def run_in(root: Path, name: str) -> Command:
    """Return how a program below a folder is started by the dynamic linker and the libraries there."""
    linker = next(iter(sorted((root / "lib64").glob("ld-linux-*.so.*"))), None)
    assert linker, f"{root} holds no dynamic linker: remove it, and it is made anew"
    libraries = os.pathsep.join(str(folder) for folder in sorted((root / "usr/lib").glob("*-linux-gnu")))
    return str(linker), "--library-path", libraries, str(root / "usr/bin" / name)


def _image(release: str) -> spec.Image:
    images = (image for image in spec.load().values() if image.repository == "monerod" and image.tag == release)
    found = next(images, None)
    assert found, f"images/versions.toml has no monerod {release}"
    return found


def _unpack(image: spec.Image, target: Path) -> None:
    program.require_root("unpacking Debian packages")
    program.require("mmdebstrap", *debian.PACKAGES)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix="unfinished-", ignore_cleanup_errors=True) as temporary:
        tree = Path(temporary, "root")
        tree.mkdir(mode=0o755)
        program.run(debian.command(image, tree), timeout_seconds=_FETCH_TIMEOUT_SECONDS, hint=_HINT)
        for leftover in ("var/cache", "usr/share/doc", "usr/share/locale", "usr/share/man"):
            shutil.rmtree(tree / leftover, ignore_errors=True)
        tree.rename(target)


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """Let one process at a time look for what is missing, and make it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
