# SPDX-License-Identifier: Apache-2.0
"""Which Go is wanted and which is there."""

import pytest

from localkube import command, debian, toolchain
from localkube.errors import LocalkubeError


def test_wanted_version_is_the_one_of_the_module():
    """The line `go` counts, not a requirement that looks like it."""
    assert toolchain.wanted("module x // since go 1.20\n\ngo 1.26.8\n\nrequire example.org/go v1.0.0\n") == "1.26.8"


def test_module_without_version_is_refused():
    """A damaged go.mod is explained."""
    with pytest.raises(LocalkubeError, match="checkout"):
        toolchain.wanted("module x\n")


@pytest.mark.parametrize(
    ("said", "version"),
    [
        ("go version go1.26.8 linux/amd64", (1, 26)),
        ("go version go1.19 linux/amd64", (1, 19)),
        ("go version devel go1.27-abcdef linux/arm64", (1, 27)),
    ],
)
def test_present_version_is_understood(said, version):
    """Releases with and without a patch number, and development versions."""
    assert version == toolchain.parse_version(said)


def test_foreign_go_is_refused():
    """gccgo and the board game are no Go compilers of ours."""
    with pytest.raises(LocalkubeError, match="remove that go"):
        toolchain.parse_version("gccgo (Debian) 12")


@pytest.mark.parametrize("present", ["go1.26.8", "go1.19.8"])
def test_settings_for_other_projects_decide_nothing(monkeypatch, tmp_path, present):
    """Every call of go has the same environment, outside the directory of whoever called; packages come first."""
    calls = []

    def run(argv, *, environ, directory, **_options):
        calls.append((environ["GOFLAGS"], environ["GOWORK"], environ["GOOS"], str(directory)))
        return f"go version {present} linux/amd64" if argv[1] == "version" else f'{{"Dir": "{tmp_path}"}}'

    monkeypatch.setattr(debian, "install", calls.append)
    monkeypatch.setattr(debian, "missing", lambda wanted: tuple(wanted.values()))
    monkeypatch.setattr(command, "run", run)

    environ = toolchain.find("1.26.8").environ

    assert calls[0] == ("golang-go", "ca-certificates")
    assert set(calls[1:]) == {("-mod=readonly", "off", "linux", "/")}
    assert (environ["GOFLAGS"], environ["CGO_ENABLED"]) == ("-mod=readonly", "0")
