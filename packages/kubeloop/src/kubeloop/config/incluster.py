# SPDX-License-Identifier: Apache-2.0
"""Credentials of a pod: the service account that kubelet mounts, and rotates about once an hour."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from kubeloop import errors
from kubeloop.config import files, proxies
from kubeloop.config.access import Access
from kubeloop.config.rotating import Rotating
from kubeloop.config.tls import Contexts

SERVICE_ACCOUNT = Path("/var/run/secrets/kubernetes.io/serviceaccount")


def load(environment: Mapping[str, str] = os.environ, folder: Path = SERVICE_ACCOUNT) -> Access:
    """Return the access of this pod's service account; raises `ConfigError`."""
    host, port = environment.get("KUBERNETES_SERVICE_HOST"), environment.get("KUBERNETES_SERVICE_PORT", "443")
    if not host:
        raise errors.ConfigError(
            "not in a pod: KUBERNETES_SERVICE_HOST is not set; point KUBECONFIG at a kubeconfig file"
        )
    contexts = Contexts(files.File(folder / "ca.crt", "authority"))
    credentials = Rotating(contexts, token=files.File(folder / "token", "token"))
    try:
        credentials.look()
        namespace = (folder / "namespace").read_text().strip()
    except (OSError, errors.ConfigError) as error:
        raise errors.ConfigError(
            f"no service account in {folder}: {error}; is automountServiceAccountToken off?"
        ) from error
    server = f"https://[{host}]:{port}" if ":" in host else f"https://{host}:{port}"
    return Access(server, credentials, namespace, proxies.from_environment(server, environment))
