# SPDX-License-Identifier: Apache-2.0
"""The Go compiler: exactly the version that go.mod names, so that the same sources give the same binaries.

Any go fetches it as the module golang.org/toolchain: since 1.21 by itself, an older one when asked.
"""

import dataclasses
import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from localkube import command, debian
from localkube.errors import LocalkubeError

_PACKAGES = {"go": "golang-go", **debian.CERTIFICATES}
_FIRST_SELF_FETCHING = (1, 21)
_DOWNLOAD_SECONDS = 900.0
_NEUTRAL = Path("/")  # the caller's directory may have a go.mod with a toolchain of its own
# What a person set for other projects must not decide what is built here; proxies and caches stay as they are.
_ENVIRON = {
    "CGO_ENABLED": "0",
    "GOARCH": "amd64",
    "GOEXPERIMENT": "",
    "GOFLAGS": "-mod=readonly",
    "GOOS": "linux",
    "GOWORK": "off",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Go:
    """A go command and the environment in which it is the wanted version."""

    program: Path
    environ: Mapping[str, str]


def wanted(go_mod: str) -> str:
    """Return the version that a go.mod asks for."""
    found = re.search(r"^go (\d+\.\d+(\.\d+)?)$", go_mod, re.MULTILINE)
    if not found:
        raise LocalkubeError("go.mod has no line `go VERSION`: is the checkout complete?")
    return found.group(1)


def find(version: str) -> Go:
    """Return the wanted go, installing what is missing."""
    debian.install(debian.missing(_PACKAGES))
    program = Path(shutil.which("go") or "go")
    said = command.run([program, "version"], environ={**_ENVIRON, "GOTOOLCHAIN": "local"}, directory=_NEUTRAL)
    if parse_version(said) >= _FIRST_SELF_FETCHING:
        return Go(program, {**_ENVIRON, "GOTOOLCHAIN": f"go{version}"})
    return Go(_fetch(program, version), {**_ENVIRON, "GOTOOLCHAIN": "local"})


def parse_version(said: str) -> tuple[int, int]:
    """Read the answer of `go version`."""
    found = re.search(r"\bgo(\d+)\.(\d+)", said)
    if not found:
        raise LocalkubeError(f"`go version` answers {said!r}: remove that go, a usable one will be installed")
    return int(found.group(1)), int(found.group(2))


def _fetch(program: Path, version: str) -> Path:
    name = f"golang.org/toolchain@v0.0.1-go{version}.linux-amd64"
    argv: list[str | Path] = [program, "mod", "download", "-json", name]
    said = command.run(argv, timeout_seconds=_DOWNLOAD_SECONDS, environ=_ENVIRON, directory=_NEUTRAL)
    folder = Path(json.loads(said)["Dir"])
    # Modules are unpacked without the right to be run.
    for tool in (*folder.glob("bin/*"), *folder.glob("pkg/tool/*/*")):
        tool.chmod(0o755)
    return folder / "bin" / "go"
