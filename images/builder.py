# SPDX-License-Identifier: Apache-2.0
"""From a description to an archive: layers from the lowest up, each made once, then the image around them."""

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from images import archive, debian, keys, layer, push, spec, store, wheels
from images.errors import SourcesChanged
from images.keys import Keys
from images.spec import Image, PythonPart
from images.store import Store
from localkube import oci

LOCAL_REGISTRY = "localhost"

# Somebody who saves a file just now should not have to start again; the layers below are there by then.
_ATTEMPTS = 3
_VERSION_LABEL = "org.opencontainers.image.version"
_PACKAGE_LABEL = "package."

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Built:
    """An image as an archive on disk; `versions` are those of the packages asked for and of our distributions.

    The digest is the manifest's where `reference` says: in the archive, or in the registry once it is pushed.
    """

    name: str
    reference: str
    archive: Path
    digest: str
    size_bytes: int
    versions: dict[str, str]
    localkube_alias: str


def build(
    names: Sequence[str] = (), *, registry: str = "", refresh: bool = False, report: Report = lambda _: None
) -> list[Built]:
    """Build the named images, all without a name; push them to `registry` when there is one.

    What is in the store already is not built again, unless `refresh` asks for the Debian packages of today.
    """
    built = [_build(image, refresh, report) for image in spec.select(spec.load(), names)]
    return [_push(image, registry, report) for image in built] if registry else built


def find(names: Sequence[str] = ()) -> dict[str, Built | None]:
    """The named images, all without a name, as the store has them: None where `build` has work to do."""
    jobs = [_job(image, False, lambda _: None) for image in spec.select(spec.load(), names)]
    return {job.image.name: job.find() for job in jobs}


@dataclass(frozen=True, slots=True)
class _Job:
    """One image to build; its keys are taken once, and what they name has to stay true until it is built."""

    image: Image
    keys: Keys
    store: Store
    refresh: bool
    report: Report

    def build(self) -> Built:
        return self._describe(self.store.get(self.image.name, self.keys.image, self._write, anew=self.refresh))

    def find(self) -> Built | None:
        path = self.store.path(self.image.name, self.keys.image)
        return self._describe(path) if path.exists() else None

    def _write(self, path: Path) -> None:
        base = self._layer("debian", self.keys.debian, self._write_base, anew=self.refresh)
        python = self._python_layers(self.image.python, base) if self.image.python else []
        self.report(f"{self.image.name}: writing the archive")
        oci.write_archive(
            path,
            reference=self._reference(),
            layers=[base, *python],
            entrypoint=self.image.entrypoint,
            env={"HOME": f"/{layer.HOME}", **dict(self.image.env)},
            user=self.image.user,
            labels=self._labels(base),
        )

    def _write_base(self, path: Path) -> None:
        self.report(f"{self.image.name}: unpacking {self.image.packages[0]} of Debian {self.image.suite}")
        debian.write_layer(self.image, path)

    def _python_layers(self, part: PythonPart, base: Path) -> list[Path]:
        def write_dependencies(path: Path) -> None:
            self.report(f"{self.image.name}: fetching the wheels of {part.requirements}")
            wheels.write_dependencies(part, keys.requirements(part), base, path)

        def write_distributions(path: Path) -> None:
            self.report(f"{self.image.name}: building {', '.join(part.distributions)}")
            wheels.write_distributions(part, keys.sources(part), base, path)
            if keys.of(self.image).distributions != self.keys.distributions:
                raise SourcesChanged("our packages kept changing while they were built: build again")

        distributions = self._layer("distributions", self.keys.distributions, write_distributions)
        if not part.requirements:
            return [distributions]
        return [self._layer("dependencies", self.keys.dependencies, write_dependencies), distributions]

    def _layer(self, kind: str, key: str, write: Callable[[Path], None], *, anew: bool = False) -> Path:
        return self.store.get(f"{self.image.name}-{kind}", key, write, anew=anew)

    def _labels(self, base: Path) -> dict[str, str]:
        versions = layer.package_versions(base, self.image.package_names)
        known_as = next(iter(versions.values()))
        for source in keys.sources(self.image.python) if self.image.python else ():
            known_as = versions[source.name] = wheels.version(source)
        packages = {f"{_PACKAGE_LABEL}{name}": version for name, version in versions.items()}
        return {_VERSION_LABEL: known_as, **packages}

    def _reference(self) -> str:
        return f"{LOCAL_REGISTRY}/{self.image.repository}:{keys.tag(self.image, self.keys)}"

    def _describe(self, path: Path) -> Built:
        summary = archive.read(path)
        packages = {name: value for name, value in summary.labels.items() if name.startswith(_PACKAGE_LABEL)}
        return Built(
            name=self.image.name,
            reference=self._reference(),
            archive=path,
            digest=summary.digest,
            size_bytes=path.stat().st_size,
            versions={name.removeprefix(_PACKAGE_LABEL): version for name, version in packages.items()},
            localkube_alias=self.image.localkube_alias,
        )


def _job(image: Image, refresh: bool, report: Report) -> _Job:  # noqa: FBT001 - private, and named where it is called
    return _Job(image, keys.of(image), store.default(), refresh, report)


def _build(image: Image, refresh: bool, report: Report) -> Built:  # noqa: FBT001 - private, and named where it is called
    for _ in range(_ATTEMPTS - 1):
        with contextlib.suppress(SourcesChanged):
            return _job(image, refresh, report).build()
    return _job(image, refresh, report).build()


def _push(built: Built, registry: str, report: Report) -> Built:
    reference = registry.rstrip("/") + built.reference.removeprefix(LOCAL_REGISTRY)
    report(f"{built.name}: pushing {reference}")
    return replace(built, reference=reference, digest=push.push(built.archive, reference))
