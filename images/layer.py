# SPDX-License-Identifier: Apache-2.0
"""A Debian tree becomes a layer: only what is wanted, the same bytes each time, no way to gain privileges."""

import fnmatch
import io
import re
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from images.errors import BuildError

HOME = "home/monero"

_SPECIAL_MODE = 0o7000
_STICKY = 0o1000
_STATUS_FIELD = re.compile(r"^Version: (.+)$", re.MULTILINE)


def clean(source: Path, target: Path, *, drop: Iterable[str], keep: Iterable[str], user: str) -> None:
    """Copy a tar without what matches `drop` (but for what matches `keep`), and with the account that runs it."""
    dropped, kept = _pattern(drop), _pattern(keep)
    names: set[str] = set()
    with tarfile.open(source) as tree, tarfile.open(target, "w", format=tarfile.PAX_FORMAT) as layer:
        for entry in tree:
            _normalize(entry)
            if entry.name and (kept.match(entry.name) or not dropped.match(entry.name)):
                _check_link(entry, names)
                names.add(entry.name)
                layer.addfile(entry, tree.extractfile(entry) if entry.isreg() else None)
        for entry, content in _account(user):
            layer.addfile(entry, io.BytesIO(content))


def package_versions(layer: Path, packages: Iterable[str]) -> dict[str, str]:
    """The version of each Debian package in a layer, from the files that record them."""
    with tarfile.open(layer) as tar:
        return {package: _package_version(tar, package) for package in packages}


def _package_version(tar: tarfile.TarFile, package: str) -> str:
    try:
        record = tar.extractfile(f"var/lib/dpkg/status.d/{package}")
    except KeyError:
        record = None
    found = _STATUS_FIELD.search(record.read().decode()) if record else None
    if not found:
        raise BuildError(f"{tar.name!s} records no package {package}: remove the file and build again")
    return found[1]


def _pattern(globs: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(fnmatch.translate(glob) for glob in globs) or r"(?!)")


def _normalize(entry: tarfile.TarInfo) -> None:
    """Times, setuid and setgid bits and extended attributes (capabilities are among them) stay behind."""
    entry.name = entry.name.removeprefix("./").removeprefix(".")
    entry.linkname = entry.linkname.removeprefix("./") if entry.islnk() else entry.linkname
    entry.mode &= ~_SPECIAL_MODE | (_STICKY if entry.isdir() else 0)
    entry.mtime = 0
    entry.pax_headers = {}


def _check_link(entry: tarfile.TarInfo, names: set[str]) -> None:
    if entry.islnk() and entry.linkname not in names:
        raise BuildError(f"versions.toml drops {entry.linkname}, but {entry.name} is a hard link to it: drop both")


def _account(user: str) -> Iterator[tuple[tarfile.TarInfo, bytes]]:
    uid, gid = (int(number) for number in user.split(":"))
    accounts = f"root:x:0:0::/root:/usr/sbin/nologin\nmonero:x:{uid}:{gid}::/{HOME}:/usr/sbin/nologin\n"
    groups = f"root:x:0:\nmonero:x:{gid}:\n"
    for name, text in (("etc/passwd", accounts), ("etc/group", groups)):
        entry = tarfile.TarInfo(name)
        entry.size = len(text)
        yield entry, text.encode()
    home = tarfile.TarInfo(HOME)
    home.type, home.mode, home.uid, home.gid = tarfile.DIRTYPE, 0o750, uid, gid
    yield home, b""
