# SPDX-License-Identifier: Apache-2.0
"""Which packages are missing."""

import pytest

from localkube import command, debian
from localkube.errors import LocalkubeError


def test_nothing_is_installed_that_is_there():
    """A complete machine needs no package."""
    assert debian.missing(is_there=lambda _program: True) == ()


def test_missing_programs_name_their_packages():
    """Programs and packages have different names."""
    there = {"containerd", "runc", "ip", "iptables", "openssl", "losetup", "findmnt", *debian.CERTIFICATES}

    assert debian.missing(is_there=there.__contains__) == ("containernetworking-plugins", "nftables", "xfsprogs")


def test_certificates_are_asked_for():
    """A bare Debian has none, and Go fetches nothing without."""
    assert "ca-certificates" in debian.missing(is_there=lambda _program: False)
    assert debian.missing(debian.CERTIFICATES, lambda _program: False) == ("ca-certificates",)


@pytest.fixture
def calls(monkeypatch) -> list[str]:
    """A system without the package xfsprogs and without lists of packages, and what apt-get was asked for."""
    said: list[str] = []

    def run(argv, **_rest):
        name, verb, *_ = argv
        if name == "dpkg-query" and argv[-1] != "xfsprogs":
            return "installed"
        if name == "dpkg-query" or (verb == "install" and "update" not in said):
            said.extend([verb] * (name == "apt-get"))
            raise command.CommandFailedError(f"{name} failed")
        said.append(verb if verb != "install" else f"install {argv[-1]}")
        return ""

    monkeypatch.setattr(command, "run", run)
    monkeypatch.setattr("shutil.which", lambda program: f"/usr/bin/{program}")
    return said


def test_lists_are_fetched_when_they_are_needed(calls):
    """A fresh container has none: the first try fails, the second one has them."""
    debian.install(["xfsprogs", "openssl"])

    assert calls == ["install", "update", "install xfsprogs"]


def test_installed_packages_cost_nothing(calls):
    """apt-get is not even called."""
    debian.install(["openssl"])

    assert calls == []


def test_other_systems_are_told_what_to_install(monkeypatch, tmp_path):
    """Without apt-get the person does it."""
    monkeypatch.setenv("PATH", str(tmp_path))  # nor a dpkg-query that could know it

    with pytest.raises(LocalkubeError, match="xfsprogs"):
        debian.install(["xfsprogs"])
