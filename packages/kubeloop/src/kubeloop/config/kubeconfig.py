# SPDX-License-Identifier: Apache-2.0
"""Credentials from a kubeconfig file: certificates and tokens, as files or as data inside it.

The only importer of PyYAML, which the extra `[cli]` installs; in a pod it is not needed.
"""

from __future__ import annotations

import base64
import binascii
import ssl
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from kubeloop import errors
from kubeloop.config import access, tokens
from kubeloop.config.access import Access, no_token

T = TypeVar("T")


class _Cluster(msgspec.Struct, rename="kebab"):
    server: str
    certificate_authority: str = ""
    certificate_authority_data: str = ""
    insecure_skip_tls_verify: bool = False


class _User(msgspec.Struct, rename="kebab"):
    client_certificate: str = ""
    client_certificate_data: str = ""
    client_key: str = ""
    client_key_data: str = ""
    token: str = ""
    token_file: str = msgspec.field(default="", name="tokenFile")
    exec: dict[str, Any] | None = None


class _Context(msgspec.Struct):
    cluster: str
    user: str
    namespace: str = "default"


class _NamedCluster(msgspec.Struct):
    name: str
    cluster: _Cluster


class _NamedUser(msgspec.Struct):
    name: str
    user: _User


class _NamedContext(msgspec.Struct):
    name: str
    context: _Context


class _File(msgspec.Struct, rename="kebab"):
    current_context: str = ""
    clusters: list[_NamedCluster] = []
    users: list[_NamedUser] = []
    contexts: list[_NamedContext] = []


def load(path: Path, context: str = "") -> Access:
    """Return the access of a context of the file, by default the current one."""
    content = _read(path)
    wanted = context or content.current_context
    chosen = _named(path, "context", wanted, {entry.name: entry.context for entry in content.contexts})
    cluster = _named(path, "cluster", chosen.cluster, {entry.name: entry.cluster for entry in content.clusters})
    user = _named(path, "user", chosen.user, {entry.name: entry.user for entry in content.users})
    if user.exec is not None:
        raise errors.ConfigError(f"{path}: user {chosen.user!r} needs an exec plugin, which is not supported")
    return Access(cluster.server.rstrip("/"), _tls(path, cluster, user), _token(path, user), chosen.namespace)


def _read(path: Path) -> _File:
    try:
        import yaml
    except ImportError as error:
        raise errors.ConfigError(f"reading {path} needs PyYAML: install kubeloop[cli]") from error
    try:
        return msgspec.convert(yaml.safe_load(path.read_text()), _File)
    except OSError as error:
        raise errors.ConfigError(f"cannot read the kubeconfig {path}: {error.strerror}") from error
    except (yaml.YAMLError, msgspec.ValidationError) as error:
        raise errors.ConfigError(f"{path} is not a kubeconfig: {error}") from error


def _named(path: Path, what: str, name: str, entries: dict[str, T]) -> T:
    if name not in entries:
        raise errors.ConfigError(f"{path} has no {what} {name!r}; it has {sorted(entries) or 'none'}")
    return entries[name]


def _token(path: Path, user: _User) -> Callable[[], str]:
    if user.token:
        return lambda: user.token
    return tokens.FileToken(path.parent / user.token_file) if user.token_file else no_token


def _tls(path: Path, cluster: _Cluster, user: _User) -> ssl.SSLContext | None:
    if not cluster.server.startswith("https:"):
        return None
    try:
        tls = access.trust(cadata=_text(path, cluster.certificate_authority_data, cluster.certificate_authority))
        if cluster.insecure_skip_tls_verify:
            tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
        _load_identity(tls, path, user)
    except (OSError, ValueError, binascii.Error) as error:
        raise errors.ConfigError(f"{path}: unusable certificate or key: {error}") from error
    return tls


def _load_identity(tls: ssl.SSLContext, path: Path, user: _User) -> None:
    certificate = _text(path, user.client_certificate_data, user.client_certificate)
    key = _text(path, user.client_key_data, user.client_key)
    if not certificate or not key:
        return
    # The ssl module takes certificates with their key from files only; this one is private (0600) and gone at once.
    with tempfile.NamedTemporaryFile("w", suffix=".pem") as file:
        file.write(certificate + "\n" + key)
        file.flush()
        tls.load_cert_chain(file.name)


def _text(path: Path, data: str, file: str) -> str | None:
    if data:
        return base64.b64decode(data, validate=True).decode()
    return (path.parent / file).read_text() if file else None
