# SPDX-License-Identifier: Apache-2.0
"""Credentials from kubeconfig files: certificates, keys and tokens as data or in files, or from an exec plugin."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from kubeloop import errors
from kubeloop.config import document, exec_plugin, files, proxies
from kubeloop.config.access import Access, Credentials
from kubeloop.config.document import Cluster, User
from kubeloop.config.exec_credentials import ExecCredentials
from kubeloop.config.files import NOTHING, Text
from kubeloop.config.rotating import Rotating
from kubeloop.config.tls import Contexts

EXEC_EXTENSION = "client.authentication.k8s.io/exec"


def load(*paths: Path, context: str = "", environment: Mapping[str, str] = os.environ) -> Access:
    """Return the access of a context, by default the current one. In several files the first to say something wins.

    Raises `ConfigError`, also for what is not supported: passwords, impersonation, auth-providers.
    """
    try:
        return _access(document.read(paths), context, environment)
    except errors.ConfigError as error:
        raise errors.ConfigError(f"{os.pathsep.join(map(str, paths))}: {error}") from error


def _access(content: document.Document, context: str, environment: Mapping[str, str]) -> Access:
    wanted = context or content.current_context
    if not wanted:
        raise errors.ConfigError("there is no current-context: name a context")
    chosen = content.contexts.find(wanted)
    cluster = content.clusters.find(chosen.cluster)
    user = content.users.find(chosen.user) if chosen.user else User()
    _refuse_what_is_not_supported(chosen.user, user)
    server = cluster.server.rstrip("/")
    proxy = proxies.from_environment(server, environment)
    if cluster.proxy_url:
        proxy = proxies.checked(cluster.proxy_url, "proxy-url")
    credentials = _credentials(cluster, user, environment)
    return Access(server, credentials, chosen.namespace or "default", proxy, cluster.tls_server_name)


def _refuse_what_is_not_supported(name: str, user: User) -> None:
    if user.auth_provider is not None:
        raise errors.ConfigError(
            f"user {name!r} has an auth-provider, which went with Kubernetes 1.26: use your provider's exec plugin"
        )
    if user.username:
        raise errors.ConfigError(
            f"user {name!r} has a username and password, which no server takes since Kubernetes 1.19:"
            " use a token, a client certificate or an exec plugin"
        )
    if user.impersonated:
        raise errors.ConfigError(f"user {name!r} acts as another, which is not supported: give that one's credentials")


def _credentials(cluster: Cluster, user: User, environment: Mapping[str, str]) -> Credentials:
    authority = _text(cluster.certificate_authority_data, cluster.certificate_authority, "certificate-authority")
    contexts = None
    if cluster.server.startswith("https:"):
        contexts = Contexts(authority, is_verified=not cluster.insecure_skip_tls_verify)
    token = _token(user)
    if user.exec is not None and token is None:
        info = _cluster_info(cluster, authority() if authority else "") if user.exec.provide_cluster_info else None
        return ExecCredentials(exec_plugin.checked(user.exec), contexts, environment=environment, cluster=info)
    certificate = _text(user.client_certificate_data, user.client_certificate, "client-certificate")
    key = _text(user.client_key_data, user.client_key, "client-key")
    credentials = Rotating(contexts, token=token, certificate=certificate or NOTHING, key=key or NOTHING)
    # What is unusable is said now, not at the first request.
    credentials.look()
    return credentials


def _token(user: User) -> Text | None:
    if user.token_file:
        return files.File(Path(user.token_file), "token")
    return files.constant(user.token) if user.token else None


def _text(data: str, path: str, what: str) -> Text | None:
    if data:
        return files.from_base64(data, f"{what}-data")
    return files.File(Path(path), what) if path else None


def _cluster_info(cluster: Cluster, authority: str) -> exec_plugin.ClusterInfo:
    extensions = {each.name: each.extension for each in cluster.extensions or ()}
    return exec_plugin.ClusterInfo(
        server=cluster.server,
        tls_server_name=cluster.tls_server_name,
        insecure_skip_tls_verify=cluster.insecure_skip_tls_verify,
        certificate_authority_data=authority.encode(),
        proxy_url=cluster.proxy_url,
        config=extensions.get(EXEC_EXTENSION),
    )
