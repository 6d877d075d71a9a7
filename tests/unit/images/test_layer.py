# SPDX-License-Identifier: Apache-2.0
"""Cleaning a Debian tree: what stays, what goes, and who may do what with it."""

import io
import tarfile

import pytest

from images import BuildError, layer

STATUS = b"Package: tool\nSource: tool (0.9)\nVersion: 1.0-1\n"


def _tree(path, *entries):
    with tarfile.open(path, "w") as tar:
        for name, changes in entries:
            entry = tarfile.TarInfo(name)
            content = changes.pop("content", b"x")
            for field, value in changes.items():
                setattr(entry, field, value)
            entry.size = len(content) if entry.isreg() else 0
            tar.addfile(entry, io.BytesIO(content))
    return path


def _clean(tmp_path, *entries, drop=(), keep=()):
    target = tmp_path / "layer.tar"
    layer.clean(_tree(tmp_path / "tree.tar", *entries), target, drop=drop, keep=keep, user="1000:1001")
    return target


def _entries(path):
    with tarfile.open(path) as tar:
        return {entry.name: entry for entry in tar}


def test_dropped_files_go_unless_they_are_kept(tmp_path):
    """Documentation goes, the licences among it stay."""
    names = ["./usr/share/doc/tool", "./usr/share/doc/tool/README", "./usr/share/doc/tool/copyright"]
    cleaned = _clean(tmp_path, *((name, {}) for name in names), drop=["usr/share/doc/*/*"], keep=["*/copyright"])

    assert set(_entries(cleaned)) >= {"usr/share/doc/tool", "usr/share/doc/tool/copyright"}
    assert "usr/share/doc/tool/README" not in _entries(cleaned)


def test_no_file_gives_privileges(tmp_path):
    """Setuid, setgid and capabilities are lost; the sticky bit of /tmp is not."""
    cleaned = _clean(
        tmp_path,
        ("./tmp", {"type": tarfile.DIRTYPE, "mode": 0o3777}),
        ("./usr/bin/su", {"mode": 0o6755, "pax_headers": {"SCHILY.xattr.security.capability": "x"}}),
    )

    seen = _entries(cleaned)
    assert (seen["tmp"].mode, seen["usr/bin/su"].mode) == (0o1777, 0o755)
    assert seen["usr/bin/su"].pax_headers == {}


def test_times_are_not_copied(tmp_path):
    """Building again gives the same bytes."""
    first = _clean(tmp_path, ("./file", {"mtime": 1})).read_bytes()
    second = _clean(tmp_path, ("./file", {"mtime": 2})).read_bytes()

    assert first == second


def test_the_account_exists_and_owns_its_home(tmp_path):
    """Programs that ask who they are, or where home is, get an answer."""
    cleaned = _clean(tmp_path)

    home = _entries(cleaned)["home/monero"]
    with tarfile.open(cleaned) as tar:
        accounts = tar.extractfile("etc/passwd").read().decode()
    assert (home.isdir(), home.uid, home.gid, home.mode) == (True, 1000, 1001, 0o750)
    assert "monero:x:1000:1001::/home/monero:/usr/sbin/nologin\n" in accounts


def test_a_hard_link_to_a_dropped_file_is_refused(tmp_path):
    """The layer would not unpack."""
    link = {"type": tarfile.LNKTYPE, "linkname": "./usr/bin/tool-1"}

    with pytest.raises(BuildError, match="drop both"):
        _clean(tmp_path, ("./usr/bin/tool-1", {}), ("./usr/bin/tool", link), drop=["usr/bin/tool-1"])


def test_a_hard_link_survives(tmp_path):
    """Names of files and targets of links lose the same prefix."""
    link = {"type": tarfile.LNKTYPE, "linkname": "./usr/bin/tool-1"}

    cleaned = _clean(tmp_path, ("./usr/bin/tool-1", {}), ("./usr/bin/tool", link))

    assert _entries(cleaned)["usr/bin/tool"].linkname == "usr/bin/tool-1"


def test_the_recorded_version_is_read(tmp_path):
    """The version of the binary package counts, not the one of its source."""
    cleaned = _clean(tmp_path, ("./var/lib/dpkg/status.d/tool", {"content": STATUS}))

    assert layer.package_versions(cleaned, ["tool"]) == {"tool": "1.0-1"}


def test_a_missing_record_says_what_to_do(tmp_path):
    """A layer without a record was damaged; the message says how to get a good one."""
    with pytest.raises(BuildError, match="remove the file and build again"):
        layer.package_versions(_clean(tmp_path), ["tool"])
