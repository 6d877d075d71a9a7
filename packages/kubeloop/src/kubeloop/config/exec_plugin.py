# SPDX-License-Identifier: Apache-2.0
"""Exec plugins, without running one: what a kubeconfig says of them, what they are told, and what they answer.

The contract is that of client.authentication.k8s.io, versions v1 and v1beta1.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec

from kubeloop import errors

GROUP = "client.authentication.k8s.io"
VERSIONS = (f"{GROUP}/v1", f"{GROUP}/v1beta1")
MARGIN_SECONDS = 10.0
"""A credential that expires sooner is renewed before it is used: a request takes its time, and clocks differ."""
MIN_USE_SECONDS = 1.0
"""A plugin that answers with what has expired is run once in this time, not for every request."""


class Variable(msgspec.Struct, frozen=True):
    """A variable of the plugin's environment."""

    name: str
    value: str = ""


class Exec(msgspec.Struct, frozen=True, rename="camel"):
    """The `exec` part of a user."""

    command: str = ""
    api_version: str = ""
    args: tuple[str, ...] | None = None
    env: tuple[Variable, ...] | None = None
    install_hint: str = ""
    provide_cluster_info: bool = False
    interactive_mode: Literal["Never", "IfAvailable", "Always", ""] = ""


class ClusterInfo(msgspec.Struct, frozen=True, rename="kebab", omit_defaults=True):
    """What a plugin is told about the cluster, if it wants to know."""

    server: str
    tls_server_name: str = ""
    insecure_skip_tls_verify: bool = False
    certificate_authority_data: bytes = b""
    proxy_url: str = ""
    config: Any = None


class Credential(msgspec.Struct, frozen=True):
    """What a plugin answered. `use_until` is a wall clock's time, infinite if it named no end."""

    token: str
    certificate: str
    key: str
    use_until: float


class _Status(msgspec.Struct, rename="camel"):
    token: str = ""
    client_certificate_data: str = ""
    client_key_data: str = ""
    expiration_timestamp: Annotated[dt.datetime, msgspec.Meta(tz=True)] | None = None


class _Answer(msgspec.Struct, rename="camel"):
    api_version: str
    kind: Literal["ExecCredential"]
    status: _Status | None = None


def checked(plugin: Exec) -> Exec:
    """Return the plugin if it can be run here; raise `ConfigError` with what to do if not."""
    if not plugin.command:
        raise errors.ConfigError("the exec plugin has no command: write which program to run")
    if plugin.api_version not in VERSIONS:
        raise errors.ConfigError(
            f"the exec plugin {plugin.command!r} speaks {plugin.api_version!r}, not {' or '.join(VERSIONS)}:"
            " update the plugin and the kubeconfig"
        )
    if plugin.interactive_mode == "Always":
        raise errors.ConfigError(
            f"the exec plugin {plugin.command!r} must ask somebody, and there is no terminal:"
            " use credentials that need nobody, such as a service account's"
        )
    return plugin


def environment(plugin: Exec, inherited: Mapping[str, str], cluster: ClusterInfo | None) -> dict[str, str]:
    """Return the environment in which to run a plugin."""
    spec: dict[str, Any] = {"interactive": False}
    if cluster is not None:
        spec["cluster"] = cluster
    info = {"apiVersion": plugin.api_version, "kind": "ExecCredential", "spec": spec}
    own = {variable.name: variable.value for variable in plugin.env or ()}
    return {**inherited, **own, "KUBERNETES_EXEC_INFO": msgspec.json.encode(info).decode()}


def credential(plugin: Exec, output: bytes, now: float) -> Credential:
    """Decode what a plugin printed; `now` is the wall clock's time. Messages never repeat the output."""
    try:
        answer = msgspec.json.decode(output, type=_Answer)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise errors.ConfigError(f"the exec plugin {plugin.command!r} printed no ExecCredential: {error}") from None
    if answer.api_version != plugin.api_version:
        raise errors.ConfigError(
            f"the exec plugin {plugin.command!r} answered in {answer.api_version!r} and was asked in"
            f" {plugin.api_version!r}: make the kubeconfig say what the plugin speaks"
        )
    return _credential(plugin, answer.status or _Status(), now)


def _credential(plugin: Exec, status: _Status, now: float) -> Credential:
    certificate, key = status.client_certificate_data, status.client_key_data
    if bool(certificate) != bool(key) or not (status.token or certificate):
        raise errors.ConfigError(
            f"the exec plugin {plugin.command!r} answered neither a token nor a certificate with its key"
        )
    return Credential(status.token, certificate, key, _use_until(status.expiration_timestamp, now))


def _use_until(expires: dt.datetime | None, now: float) -> float:
    if expires is None:
        return float("inf")
    return max(expires.timestamp() - MARGIN_SECONDS, now + MIN_USE_SECONDS)
