# SPDX-License-Identifier: Apache-2.0
"""The key of each part of an image: it covers whatever the part is made from, and nothing else.

That is `versions.toml`, the pins, our code, and the modules of this package that put the part together.
"""

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from images import debian, layer, store, wheels
from images.spec import Image, PythonPart
from localkube import oci

REPOSITORY = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Keys:
    """The parts' names in the store; those of layers that it does not have are empty."""

    debian: str
    dependencies: str
    distributions: str
    image: str


def of(image: Image) -> Keys:
    """The keys of an image, from what is on disk now."""
    packages = (image.suite, image.packages, image.drop, image.keep, image.user, image.index_valid_days)
    base = store.key(*packages, image.python and image.python.version, _recipe(debian, layer))
    dependencies = distributions = ""
    if image.python:
        recipe = _recipe(wheels, oci)
        if image.python.requirements:
            dependencies = store.key(base, recipe, store.digest_of([requirements(image.python)], REPOSITORY))
        distributions = store.key(base, recipe, store.digest_of(_source_files(image.python), REPOSITORY))
    whole = store.key(dataclasses.asdict(image), base, dependencies, distributions, _recipe(oci))
    return Keys(base, dependencies, distributions, whole)


def tag(image: Image, keys: Keys) -> str:
    """The tag of `versions.toml`; with a Python part the version of the last distribution and the content's key."""
    if not image.python:
        return image.tag
    return f"{wheels.version(sources(image.python)[-1])}-{keys.image}"


def requirements(part: PythonPart) -> Path:
    """The file with the pinned dependencies."""
    return REPOSITORY / part.requirements


def sources(part: PythonPart) -> list[Path]:
    """The folders of our distributions."""
    return [REPOSITORY / "packages" / name for name in part.distributions]


def _source_files(part: PythonPart) -> list[Path]:
    return [file for source in sources(part) for file in wheels.source_files(source)]


def _recipe(*modules: ModuleType) -> str:
    """A digest of the code that makes a part: a changed recipe makes it anew."""
    files = [Path(str(module.__file__)) for module in modules]
    return store.digest_of(files, REPOSITORY)
