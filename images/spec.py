# SPDX-License-Identifier: Apache-2.0
"""What each image is made of: `versions.toml` as frozen values, checked where they enter."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from images.errors import BuildError

VERSIONS_FILE = Path(__file__).parent / "versions.toml"

_IMAGE_KEYS = frozenset(
    {
        "repository", "tag", "suite", "packages", "drop", "entrypoint", "env",
        "floating", "index_valid_days", "localkube_alias", "python",
    }
)  # fmt: skip
_REQUIRED_KEYS = ("repository", "suite", "packages", "entrypoint")


@dataclass(frozen=True, slots=True)
class PythonPart:
    """The Python side of an image: pinned dependencies, if any, and distributions of this repository."""

    version: str
    requirements: str
    distributions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Image:
    """One image as `versions.toml` describes it; `tag` is empty where it follows from the content."""

    name: str
    repository: str
    tag: str
    suite: str
    packages: tuple[str, ...]
    drop: tuple[str, ...]
    keep: tuple[str, ...]
    entrypoint: tuple[str, ...]
    env: tuple[tuple[str, str], ...]
    user: str
    floating: bool
    index_valid_days: int
    localkube_alias: str
    python: PythonPart | None

    @property
    def package_names(self) -> list[str]:
        """The Debian packages that were asked for; without a Python part, the first says what the image is known by."""
        return [package_name(each) for each in self.packages]


def load(path: Path = VERSIONS_FILE) -> dict[str, Image]:
    """Every image by name, in the order of the file."""
    with path.open("rb") as file:
        return parse(tomllib.load(file))


def parse(document: Mapping[str, Any]) -> dict[str, Image]:
    """Turn the decoded file into images, or say which key of which image is wrong."""
    defaults = document["defaults"]
    images = {name: _image(name, entry, defaults) for name, entry in document["images"].items()}
    _check_references(images.values())
    return images


def select(images: Mapping[str, Image], names: Sequence[str]) -> list[Image]:
    """The named images, each once; all of them without a name."""
    if unknown := sorted(set(names) - set(images)):
        raise BuildError(f"no image is called {', '.join(unknown)}; there are: {', '.join(images)}")
    return [images[name] for name in dict.fromkeys(names or images)]


def package_name(requirement: str) -> str:
    """`monero=0.18` and `monero` both name the package `monero`."""
    return requirement.partition("=")[0]


def _image(name: str, entry: Mapping[str, Any], defaults: Mapping[str, Any]) -> Image:
    _check_keys(name, entry)
    image = Image(
        name=name,
        repository=entry["repository"],
        tag=entry.get("tag", ""),
        suite=entry["suite"],
        packages=(*entry["packages"], *defaults["common_packages"]),
        drop=(*defaults["drop"], *entry.get("drop", ())),
        keep=tuple(defaults["keep"]),
        entrypoint=tuple(entry["entrypoint"]),
        env=tuple(sorted(entry.get("env", {}).items())),
        user=defaults["user"],
        floating=entry.get("floating", False),
        index_valid_days=entry.get("index_valid_days", 0),
        localkube_alias=entry.get("localkube_alias", ""),
        python=_python(entry["python"]) if "python" in entry else None,
    )
    _check(image)
    return image


def _python(entry: Mapping[str, Any]) -> PythonPart:
    return PythonPart(entry["version"], entry.get("requirements", ""), tuple(entry["distributions"]))


def _check_keys(name: str, entry: Mapping[str, Any]) -> None:
    if unknown := sorted(set(entry) - _IMAGE_KEYS):
        raise BuildError(f"versions.toml, image {name}: unknown keys {', '.join(unknown)}")
    if missing := [key for key in _REQUIRED_KEYS if not entry.get(key)]:
        raise BuildError(f"versions.toml, image {name}: {', '.join(missing)} must be given")


def _check(image: Image) -> None:
    pinned = "=" in image.packages[0]
    if pinned == image.floating:
        raise BuildError(
            f"versions.toml, image {image.name}: pin {image.packages[0]} as PACKAGE=VERSION, or say floating = true"
        )
    if bool(image.tag) == bool(image.python):
        raise BuildError(f"versions.toml, image {image.name}: give a tag, or a python part from which the tag follows")
    uid, _, gid = image.user.partition(":")
    if not (uid.isdecimal() and gid.isdecimal() and int(uid) and int(gid)):
        raise BuildError(f"versions.toml: user must be numbers above zero such as 1000:1000, not {image.user!r}")


def _check_references(images: Iterable[Image]) -> None:
    seen: dict[tuple[str, str], str] = {}
    for image in images:
        other = seen.setdefault((image.repository, image.tag), image.name)
        if other != image.name:
            raise BuildError(f"versions.toml: {other} and {image.name} are both called {image.repository}:{image.tag}")
