# SPDX-License-Identifier: Apache-2.0
"""Running the programs that build and push images, with an error that says what to do."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence

from images.errors import BuildError

_ERROR_LINES = 15
_INSTALL_SECONDS = 600


def run(command: Sequence[str], *, timeout_seconds: float, hint: str, env: Mapping[str, str] | None = None) -> None:
    """Run to the end in silence; when it fails, raise the end of its output and the hint."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=timeout_seconds,
            env={**os.environ, **(env or {})},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BuildError(f"{command[0]} did not finish in {timeout_seconds:.0f} s\n{hint}") from None
    if done.returncode:
        raise BuildError(_failure(command, done.returncode, done.stdout, hint))


def require_root(purpose: str) -> None:
    """Refuse early instead of failing in the middle."""
    if os.geteuid() != 0:
        raise BuildError(f"{purpose} needs root: run the same command as root, for example with sudo")


def require(program: str, *packages: str) -> None:
    """Have the program on PATH; install these Debian packages when it is missing."""
    if shutil.which(program):
        return
    if not shutil.which("apt-get"):
        raise BuildError(f"{program} is missing and there is no apt-get to install it: install {program} yourself")
    require_root(f"installing {program}")
    hint = f"install it yourself: apt-get install {' '.join(packages)}"
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update", "-q"], timeout_seconds=_INSTALL_SECONDS, hint=hint)
    install = ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages]
    run(install, timeout_seconds=_INSTALL_SECONDS, hint=hint, env=quiet)


def _failure(command: Sequence[str], code: int, output: str, hint: str) -> str:
    lines = output.splitlines()[-_ERROR_LINES:]
    return "\n".join([f"{command[0]} failed with exit code {code}:", *(f"  {line}" for line in lines), hint])
