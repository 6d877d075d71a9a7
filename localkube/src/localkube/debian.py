# SPDX-License-Identifier: Apache-2.0
"""Programs of the operating system, installed by apt-get where they are missing."""

import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from localkube import command
from localkube.errors import LocalkubeError

_INSTALL_SECONDS = 900.0
_QUIET = {"DEBIAN_FRONTEND": "noninteractive"}
# Another apt-get may be at work, as after the start of a fresh machine.
_OPTIONS = ("--yes", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300")
CERTIFICATES = {"/etc/ssl/certs/ca-certificates.crt": "ca-certificates"}
"""What TLS needs: without it nothing can be fetched from the Go proxy."""

_PACKAGES = {
    "containerd": "containerd",
    "runc": "runc",
    "/usr/lib/cni/bridge": "containernetworking-plugins",
    "nft": "nftables",
    "iptables": "iptables",
    "ip": "iproute2",
    "mkfs.xfs": "xfsprogs",
    "losetup": "mount",
    "findmnt": "util-linux",
    "openssl": "openssl",
    **CERTIFICATES,
}


def _is_there(program: str) -> bool:
    return shutil.which(program) is not None or Path(program).exists()


def missing(packages: Mapping[str, str] = _PACKAGES, is_there: Callable[[str], bool] = _is_there) -> tuple[str, ...]:
    """Return the packages (program or file -> package; by default all of the cluster) whose programs are not there."""
    return tuple(package for program, package in packages.items() if not is_there(program))


def install(packages: Iterable[str]) -> None:
    """Install those packages that are not, without asking questions; the lists are fetched only if apt-get needs them.

    Takes minutes at most, and raises `LocalkubeError` with what apt-get said.
    """
    absent = [package for package in packages if not _is_installed(package)]
    if not absent:
        return
    if not shutil.which("apt-get"):
        raise LocalkubeError(f"install what Debian calls {', '.join(absent)}: there is no apt-get to do it")
    try:
        _apt_get("install", *_OPTIONS, *absent)
    except command.CommandFailedError:
        # The lists are absent, as in fresh containers, or name versions that are gone.
        _apt_get("update", "-qq")
        _apt_get("install", *_OPTIONS, *absent)


def _is_installed(package: str) -> bool:
    try:
        return command.run(["dpkg-query", "--show", "--showformat=${db:Status-Status}", package]) == "installed"
    except command.CommandFailedError:
        return False


def _apt_get(*arguments: str) -> None:
    command.run(["apt-get", *arguments], timeout_seconds=_INSTALL_SECONDS, environ=_QUIET)
