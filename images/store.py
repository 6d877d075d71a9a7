# SPDX-License-Identifier: Apache-2.0
"""Layers and archives on disk, each under a key of everything it is made from.

A file appears complete or not at all, and a file with the right key is never made again.
Of each kind only the newest few stay, so that the store stays bounded.
"""

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

_KEPT_PER_KIND = 4
_KEY_LENGTH = 12
_FILE_NAME = re.compile(rf"(?P<kind>.+)-[0-9a-f]{{{_KEY_LENGTH}}}\.tar")


@dataclass(frozen=True, slots=True)
class Store:
    """A directory of tar files named KIND-KEY.tar."""

    directory: Path

    def path(self, kind: str, key: str) -> Path:
        """Where the file is, or will be."""
        return self.directory / f"{kind}-{key}.tar"

    def get(self, kind: str, key: str, make: Callable[[Path], object], *, anew: bool = False) -> Path:
        """The file of this kind and key; `make` writes it when there is none yet, or `anew`."""
        path = self.path(kind, key)
        if anew or not path.exists():
            self.directory.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=".unfinished-", dir=self.directory) as directory:
                unfinished = Path(directory, path.name)
                make(unfinished)
                unfinished.replace(path)
        os.utime(path)
        self._prune(kind)
        return path

    def _prune(self, kind: str) -> None:
        same_kind = [path for path in self.directory.glob("*.tar") if _kind(path) == kind]
        for path in sorted(same_kind, key=lambda path: path.stat().st_mtime_ns, reverse=True)[_KEPT_PER_KIND:]:
            path.unlink(missing_ok=True)


def default() -> Store:
    """The store of this user, outside every checkout."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Store(Path(cache, "monero-operator", "images"))


def key(*parts: object) -> str:
    """A short name for these values: equal values, equal key."""
    text = json.dumps(parts, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:_KEY_LENGTH]


def digest_of(paths: Iterable[Path], below: Path) -> str:
    """A digest of the files' names relative to `below` and of their content."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        digest.update(f"{path.relative_to(below)}\0{content}\n".encode())
    return digest.hexdigest()


def _kind(path: Path) -> str:
    match = _FILE_NAME.fullmatch(path.name)
    return match["kind"] if match else ""
