# SPDX-License-Identifier: Apache-2.0
"""Which packages are missing."""

import pytest

from localkube import debian
from localkube.errors import LocalkubeError


def test_nothing_is_installed_that_is_there():
    """A complete machine needs no package."""
    assert debian.missing(lambda _program: True) == ()


def test_missing_programs_name_their_packages():
    """Programs and packages have different names."""
    there = {"containerd", "runc", "ip", "iptables", "openssl", "losetup", "findmnt"}

    assert debian.missing(there.__contains__) == ("containernetworking-plugins", "nftables", "xfsprogs")


def test_other_systems_are_told_what_to_install(monkeypatch, tmp_path):
    """Without apt-get the person does it."""
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(LocalkubeError, match="xfsprogs"):
        debian.install(["xfsprogs"])
