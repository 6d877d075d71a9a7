# SPDX-License-Identifier: Apache-2.0
"""What is in every image, and above all what is not."""

import stat

import pytest

import images
from images import spec

NAMES = list(spec.load())
SHELLS_AND_INSTALLERS = {
    "sh",
    "bash",
    "dash",
    "busybox",
    "apt",
    "apt-get",
    "dpkg",
    "perl",
    "awk",
    "mawk",
    "su",
    "mount",
}
MAX_OPERATOR_BYTES = 200_000_000


@pytest.fixture(params=NAMES)
def image(request, unpacked):
    """Each image in turn."""
    return unpacked(request.param)


def test_nothing_gives_privileges(image):
    """No file has a setuid or setgid bit, whoever may start it."""
    privileged = [path for path in image.root.rglob("*") if path.lstat().st_mode & (stat.S_ISUID | stat.S_ISGID)]

    assert privileged == []


def test_there_is_no_shell_and_no_installer(image):
    """Who breaks into a pod finds nothing to work with."""
    programs = {path.name for folder in ("bin", "sbin") for path in (image.root / "usr" / folder).iterdir()}
    found = sorted(programs & SHELLS_AND_INSTALLERS)

    assert found == []


def test_it_runs_as_a_number_above_zero(image):
    """Kubernetes checks `runAsNonRoot` against numbers only."""
    assert image.config["User"] == "1000:1000"


def test_only_home_and_temporary_directories_can_be_written(image):
    """The program cannot change what it runs from."""
    writable = {
        path.relative_to(image.root)
        for path in image.root.rglob("*")
        if not path.is_symlink() and (path.lstat().st_uid == 1000 or path.lstat().st_mode & stat.S_IWOTH)
    }

    outside_home = {str(path) for path in writable if path.parts[:2] != ("home", "monero")}
    assert outside_home == {"tmp", "var/tmp", "var/lock"}


def test_every_package_brings_its_licence(image):
    """The copyright file of each Debian package stays, and the common licences that they point to."""
    packages = [path.name for path in (image.root / "var/lib/dpkg/status.d").iterdir()]
    missing = [name for name in packages if not (image.root / "usr/share/doc" / name / "copyright").exists()]

    assert packages
    assert missing == []
    assert (image.root / "usr/share/common-licenses/GPL-3").exists()


def test_nothing_of_the_building_machine_is_inside(image):
    """Neither its name nor its mirrors."""
    found = [name for name in ("hostname", "resolv.conf", "apt") if (image.root / "etc" / name).exists()]

    assert found == []


def test_the_operator_is_small(unpacked):
    """DESIGN's budget: new nodes pull it before anything else happens."""
    assert unpacked("operator").built.size_bytes <= MAX_OPERATOR_BYTES


def test_a_rebuild_gives_the_same_digest(tmp_path, monkeypatch):
    """Two people who build the same packages get the same image."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    first = images.build(["xmrig"])[0].digest
    second = images.build(["xmrig"], refresh=True)[0].digest

    assert first == second
