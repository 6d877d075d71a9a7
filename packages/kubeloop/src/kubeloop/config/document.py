# SPDX-License-Identifier: Apache-2.0
"""What kubeconfig files say: their shape, and several of them read as one, as kubectl does.

The only importer of PyYAML, which the extra `[cli]` installs; in a pod it is not needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from kubeloop import errors
from kubeloop.config.exec_plugin import Exec

T = TypeVar("T")


class Extension(msgspec.Struct, frozen=True):
    """Something that a tool keeps beside an entry."""

    name: str
    extension: Any = None


class Cluster(msgspec.Struct, frozen=True, rename="kebab"):
    """A server and whom it is signed by."""

    server: str
    certificate_authority: str = ""
    certificate_authority_data: str = ""
    insecure_skip_tls_verify: bool = False
    tls_server_name: str = ""
    proxy_url: str = ""
    extensions: tuple[Extension, ...] | None = None

    def placed(self, folder: Path) -> Cluster:
        """Return the same with paths that are relative to the file made whole."""
        return msgspec.structs.replace(self, certificate_authority=_placed(folder, self.certificate_authority))


class User(msgspec.Struct, frozen=True, rename="kebab"):
    """Who to be, in one of several ways."""

    client_certificate: str = ""
    client_certificate_data: str = ""
    client_key: str = ""
    client_key_data: str = ""
    token: str = ""
    token_file: str = msgspec.field(default="", name="tokenFile")
    exec: Exec | None = None
    auth_provider: Any = None
    username: str = ""
    impersonated: str = msgspec.field(default="", name="as")

    def placed(self, folder: Path) -> User:
        """Return the same with paths that are relative to the file made whole."""
        plugin = self.exec
        if plugin is not None and "/" in plugin.command:
            plugin = msgspec.structs.replace(plugin, command=_placed(folder, plugin.command))
        return msgspec.structs.replace(
            self,
            client_certificate=_placed(folder, self.client_certificate),
            client_key=_placed(folder, self.client_key),
            token_file=_placed(folder, self.token_file),
            exec=plugin,
        )


class Context(msgspec.Struct, frozen=True):
    """A cluster and a user that belong together."""

    cluster: str = ""
    user: str = ""
    namespace: str = ""


class _NamedCluster(msgspec.Struct):
    name: str
    cluster: Cluster


class _NamedUser(msgspec.Struct):
    name: str
    user: User = User()


class _NamedContext(msgspec.Struct):
    name: str
    context: Context


class _File(msgspec.Struct, rename="kebab"):
    current_context: str = ""
    clusters: list[_NamedCluster] | None = None
    users: list[_NamedUser] | None = None
    contexts: list[_NamedContext] | None = None


class Entries(Generic[T]):
    """Entries of one kind by name; of several with the same name the first counts, whole."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._known: dict[str, T] = {}

    def add(self, entries: Iterable[tuple[str, T]]) -> None:
        """Take the entries of the next file."""
        for name, entry in entries:
            self._known.setdefault(name, entry)

    def find(self, name: str) -> T:
        """Return an entry; if there is none, raise `ConfigError` with the names that there are."""
        if name not in self._known:
            raise errors.ConfigError(f"there is no {self._what} {name!r}; there is {sorted(self._known) or 'none'}")
        return self._known[name]


class Document:
    """Several files as one."""

    def __init__(self) -> None:
        self.current_context = ""
        self.clusters = Entries[Cluster]("cluster")
        self.users = Entries[User]("user")
        self.contexts = Entries[Context]("context")

    def add(self, file: _File, folder: Path) -> None:
        """Take what earlier files did not say."""
        self.current_context = self.current_context or file.current_context
        self.clusters.add((entry.name, entry.cluster.placed(folder)) for entry in file.clusters or ())
        self.users.add((entry.name, entry.user.placed(folder)) for entry in file.users or ())
        self.contexts.add((entry.name, entry.context) for entry in file.contexts or ())


def read(paths: Sequence[Path]) -> Document:
    """Return what the files say together; a file that is not there is passed over, unless none is."""
    parse = _parser()
    document = Document()
    present = [path for path in paths if path.exists()]
    if not present:
        raise errors.ConfigError(f"there is no kubeconfig at {', '.join(map(str, paths)) or 'any path'}")
    for path in present:
        try:
            document.add(msgspec.convert(_said(parse(path.read_text())) or {}, _File), path.parent)
        except OSError as error:
            raise errors.ConfigError(f"cannot read the kubeconfig {path}: {error.strerror}") from error
        except (ValueError, msgspec.ValidationError) as error:
            raise errors.ConfigError(f"{path} is not a kubeconfig: {error}") from error
    return document


def _parser() -> Callable[[str], Any]:
    try:
        import yaml
    except ImportError as error:
        raise errors.ConfigError("reading a kubeconfig needs PyYAML: install kubeloop[cli]") from error

    def parse(text: str) -> Any:
        try:
            return yaml.safe_load(text)
        except yaml.MarkedYAMLError as error:
            # The error itself would show the line, with the secret that may stand there.
            where = f" in line {error.problem_mark.line + 1}" if error.problem_mark else ""
            raise ValueError(f"no YAML{where}: {error.problem}") from None
        except yaml.YAMLError:
            raise ValueError("no YAML") from None

    return parse


def _said(value: Any) -> Any:
    """Return a document without what it leaves empty, which means the same as not to mention it."""
    if isinstance(value, dict):
        return {name: _said(item) for name, item in value.items() if item is not None}
    return [_said(item) for item in value] if isinstance(value, list) else value


def _placed(folder: Path, path: str) -> str:
    return str(folder / path) if path else ""
