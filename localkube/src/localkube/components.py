# SPDX-License-Identifier: Apache-2.0
"""The programs of the cluster, built once from the two pinned Go modules in `components/` and kept in the cache.

A build lies under a key made of everything that decides its bytes, so an unchanged module is never built again.
"""

import contextlib
import dataclasses
import fcntl
import hashlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from localkube import command, images, procfs, progress, settings, toolchain
from localkube.errors import LocalkubeError

_SOURCES = Path(__file__).parents[2] / "components"
_KUBERNETES = "1.34.4"
_MAJOR, _MINOR, _ = _KUBERNETES.split(".")
_BUILD_SECONDS = 3600.0
_OLD_BUILDS_KEPT = 1
_FLAGS = ("-buildvcs=false", "-trimpath")
_STRIPPED = "-s -w"
_VERSION = "k8s.io/component-base/version"
# Without them nodes and kubectl call themselves v0.0.0-master.
_KUBERNETES_STAMP = " ".join(
    f"-X {_VERSION}.{name}={value}"
    for name, value in {
        "gitVersion": f"v{_KUBERNETES}",
        "gitMajor": _MAJOR,
        "gitMinor": _MINOR,
        "gitTreeState": "clean",
        "gitCommit": "0" * 40,
        "buildDate": "2026-01-01T00:00:00Z",
    }.items()
)
_CALLED_BY_NAME = (
    "etcd", "kube-apiserver", "kube-controller-manager", "kube-proxy", "kube-scheduler", "kubectl", "kubelet",
)  # fmt: skip
_SNAPSHOT_CLIENT = "github.com/kubernetes-csi/external-snapshotter/client/v8"
_KINDS = "crds"


@dataclasses.dataclass(frozen=True, slots=True)
class Component:
    """A Go module: what is built of it, how it is linked, and what is done with the result."""

    name: str
    packages: tuple[str, ...]
    link_flags: str
    about: str
    finish: Callable[[toolchain.Go, Path], None]

    @property
    def source(self) -> Path:
        return _SOURCES / self.name


def _link_by_name(_go: toolchain.Go, folder: Path) -> None:
    for name in _CALLED_BY_NAME:
        (folder / name).symlink_to("core")


def _add_archives_and_kinds(go: toolchain.Go, folder: Path) -> None:
    images.write_base(folder)
    argv: list[str | Path] = [go.program, "list", "-m", "-f", "{{.Dir}}", _SNAPSHOT_CLIENT]
    client = Path(command.run(argv, environ=go.environ, directory=ADDONS.source).strip())
    (folder / _KINDS).mkdir()
    for kind in (client / "config" / "crd").glob("snapshot.storage.k8s.io_volumesnapshot*.yaml"):
        shutil.copyfile(kind, folder / _KINDS / kind.name)


CORE = Component(
    name="core",
    packages=(".",),
    link_flags=f"{_STRIPPED} {_KUBERNETES_STAMP}",
    about=f"Kubernetes {_KUBERNETES} and etcd",
    finish=_link_by_name,
)
ADDONS = Component(
    name="addons",
    packages=("tool", "./cmd/..."),
    link_flags=_STRIPPED,
    about="volumes, DNS and metrics",
    finish=_add_archives_and_kinds,
)


def find(component: Component = CORE) -> Path | None:
    """Return the folder with a component's programs, or None if they are not built."""
    folder = _folder(component)
    return folder if folder.exists() else None


def binaries(component: Component = CORE, *, report: progress.Progress | None = None) -> Path:
    """Return the folder with a component's programs, building them if they are not there.

    `CORE` has etcd, kube-apiserver, kubectl and the other parts of Kubernetes; `ADDONS` the rest.
    """
    folder = _folder(component)
    if folder.exists():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _alone(folder.parent / f"{component.name}.lock"):
        if not folder.exists():
            _build(component, folder, report or progress.Progress())
    return folder


def are_built() -> bool:
    """Tell whether nothing is left to build."""
    return all(find(component) for component in (CORE, ADDONS))


def kinds(addons: Path) -> Path:
    """Return the directory with the custom resource definitions of volume snapshots."""
    return addons / _KINDS


def key(component: Component) -> str:
    """Return a digest of everything that decides what is built; go.mod pins the compiler too."""
    digest = hashlib.sha256("\0".join((*component.packages, *_FLAGS, component.link_flags)).encode())
    for file in _files(component.source):
        content = file.read_bytes()
        digest.update(f"\0{file.relative_to(component.source)}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:16]


def _folder(component: Component) -> Path:
    return settings.load().cache / "bin" / f"{component.name}-{key(component)}"


def _files(source: Path) -> list[Path]:
    files = sorted(file for pattern in ("go.mod", "go.sum", "**/*.go") for file in source.glob(pattern))
    if not files:
        raise LocalkubeError(f"there are no Go sources in {source}: run localkube from a checkout of the project")
    return files


def _build(component: Component, folder: Path, report: progress.Progress) -> None:
    version = toolchain.wanted((component.source / "go.mod").read_text())
    draft = folder.with_name(f"{folder.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    with report.step(f"building {component.about} (once; some minutes without Go's own cache)"):
        go = toolchain.find(version)
        command.run(
            [go.program, "build", *_FLAGS, "-ldflags", component.link_flags, "-o", f"{draft}/", *component.packages],
            timeout_seconds=_BUILD_SECONDS,
            environ=go.environ,
            directory=component.source,
        )
        component.finish(go, draft)
    draft.rename(folder)
    _forget_old(component, folder)


def _forget_old(component: Component, newest: Path) -> None:
    """Keep the build before this one, for whoever goes back and forth, and delete older ones that nobody runs."""
    builds = (path for path in newest.parent.glob(f"{component.name}-*") if path.is_dir() and path != newest)
    programs = [Path(process.argv[0]) for process in procfs.processes()]
    for old in sorted(builds, key=lambda path: path.stat().st_mtime)[:-_OLD_BUILDS_KEPT]:
        if not any(old in program.parents for program in programs):
            shutil.rmtree(old)


@contextlib.contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Let one process build while the others wait for its result."""
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
