# SPDX-License-Identifier: Apache-2.0
"""Programs of the operating system: found by what they run, installed by apt-get where they are missing."""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

from localkube import command
from localkube.errors import LocalkubeError

_INSTALL_SECONDS = 900.0
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
}


def _is_there(program: str) -> bool:
    return shutil.which(program) is not None or Path(program).exists()


def missing(is_there: Callable[[str], bool] = _is_there) -> tuple[str, ...]:
    """Return the packages whose programs are not there."""
    return tuple(package for program, package in _PACKAGES.items() if not is_there(program))


def install(packages: Iterable[str]) -> None:
    """Install packages without asking questions."""
    names = list(packages)
    if not shutil.which("apt-get"):
        raise LocalkubeError(f"install what Debian calls {', '.join(names)}: there is no apt-get to do it")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    command.run(["apt-get", "update", "-qq"], timeout_seconds=_INSTALL_SECONDS, environ=quiet)
    options = ["--yes", "--no-install-recommends"]
    command.run(["apt-get", "install", *options, *names], timeout_seconds=_INSTALL_SECONDS, environ=quiet)
