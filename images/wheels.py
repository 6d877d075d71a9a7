# SPDX-License-Identifier: Apache-2.0
"""The Python layers of an image: pinned dependencies from wheels, and the distributions of this repository.

Wheels are unpacked, not installed: nothing of this machine gets into the image, and pip stays outside.
"""

import configparser
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from images import program
from images.errors import BuildError
from images.spec import PythonPart
from localkube import oci

_PLATFORMS = ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64")
_SITE = "usr/local/lib/python{version}/dist-packages"
_SCRIPTS = "usr/local/bin"
_TIMEOUT_SECONDS = 300
# The first moment that a zip file, and so a wheel, can hold.
_EPOCH = {"SOURCE_DATE_EPOCH": "315532800", "PYTHONHASHSEED": "0"}
_LAUNCHER = """#!/usr/bin/python3
import sys

from {module} import {function}

sys.exit({function}())
"""


def write_dependencies(part: PythonPart, requirements: Path, base: Path, target: Path) -> None:
    """Write the layer of the pinned dependencies; `base` is the layer with the Python that compiles them."""
    with tempfile.TemporaryDirectory(prefix="monero-images-") as directory:
        wheels = Path(directory, "wheels")
        hint = f"is a package index reachable, and are there wheels for Python {part.version}? pins: {requirements}"
        program.run(download_command(part, requirements, wheels), timeout_seconds=_TIMEOUT_SECONDS, hint=hint)
        _write_layer(part, sorted(wheels.glob("*.whl")), base, target)


def write_distributions(part: PythonPart, sources: Sequence[Path], base: Path, target: Path) -> None:
    """Write the layer of our own distributions and their commands."""
    with tempfile.TemporaryDirectory(prefix="monero-images-") as directory:
        wheels = Path(directory, "wheels")
        hint = "our packages need hatchling in this environment: pip install hatchling, or run `make setup`"
        program.run(build_command(sources, wheels), timeout_seconds=_TIMEOUT_SECONDS, hint=hint, env=_EPOCH)
        _write_layer(part, sorted(wheels.glob("*.whl")), base, target)


def source_files(distribution: Path) -> list[Path]:
    """The files that a distribution is built from."""
    package = [path for path in (distribution / "src").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return [distribution / "pyproject.toml", distribution / "README.md", *package]


def version(distribution: Path) -> str:
    """The version that a distribution's pyproject.toml gives it."""
    with (distribution / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def download_command(part: PythonPart, requirements: Path, wheels: Path) -> list[str]:
    """The pip call that fetches the wheels for the image's Python, whatever Python runs this."""
    platforms = [option for platform in _PLATFORMS for option in ("--platform", platform)]
    return [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"),
        *("--only-binary=:all:", "--implementation", "cp", "--python-version", part.version, *platforms),
        *("--dest", str(wheels), "--requirement", str(requirements)),
    ]


def build_command(sources: Sequence[Path], wheels: Path) -> list[str]:
    """The pip call that builds our wheels, with the build backend of this environment."""
    return [
        *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"),
        *("--wheel-dir", str(wheels), *map(str, sources)),
    ]


def _write_layer(part: PythonPart, wheels: Iterable[Path], base: Path, target: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="monero-images-") as directory:
        root = Path(directory)
        program.run(
            ["tar", "-C", directory, "-xf", str(base)], timeout_seconds=_TIMEOUT_SECONDS, hint="is the disk full?"
        )
        site = root / _SITE.format(version=part.version)
        for wheel in wheels:
            unpack(wheel, site)
        write_launchers(site, root / _SCRIPTS)
        _compile(root, site)
        added = [path for path in (root / "usr/local").rglob("*") if path.is_file()]
        oci.layer_of_files(target, {str(path.relative_to(root)): path for path in added})


def unpack(wheel: Path, site: Path) -> None:
    """Unpack a wheel that only has importable files and metadata, as ours and those of our dependencies do."""
    with zipfile.ZipFile(wheel) as archive:
        if any(".data/" in name for name in archive.namelist()):
            raise BuildError(f"{wheel.name} has files for other places than site-packages: teach images/wheels.py")
        archive.extractall(site)


def write_launchers(site: Path, scripts: Path) -> None:
    """Write a command for each console script that the unpacked metadata declares."""
    scripts.mkdir(parents=True, exist_ok=True)
    for metadata in sorted(site.glob("*.dist-info/entry_points.txt")):
        declared = configparser.ConfigParser()
        declared.read(metadata)
        for name, target in declared.items("console_scripts") if declared.has_section("console_scripts") else ():
            module, _, function = target.partition(":")
            launcher = scripts / name
            launcher.write_text(_LAUNCHER.format(module=module, function=function))
            launcher.chmod(0o755)


def _compile(root: Path, site: Path) -> None:
    program.require_root("compiling Python for the image")
    inside = f"/{site.relative_to(root)}"
    compileall = ["/usr/bin/python3", "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", inside]
    hint = "does every package compile with the image's Python?"
    program.run(["chroot", str(root), *compileall], timeout_seconds=_TIMEOUT_SECONDS, hint=hint, env=_EPOCH)
