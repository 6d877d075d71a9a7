# SPDX-License-Identifier: Apache-2.0
"""Credentials of a pod: the service account that kubelet mounts."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from kubeloop import errors
from kubeloop.config import access, tokens
from kubeloop.config.access import Access

SERVICE_ACCOUNT = Path("/var/run/secrets/kubernetes.io/serviceaccount")


def load(environment: Mapping[str, str] = os.environ, folder: Path = SERVICE_ACCOUNT) -> Access:
    """Return the access of this pod's service account."""
    host, port = environment.get("KUBERNETES_SERVICE_HOST"), environment.get("KUBERNETES_SERVICE_PORT", "443")
    if not host:
        raise errors.ConfigError(
            "not in a pod: KUBERNETES_SERVICE_HOST is not set; point KUBECONFIG at a kubeconfig file"
        )
    try:
        tls = access.trust(cafile=str(folder / "ca.crt"))
        namespace = (folder / "namespace").read_text().strip()
    except OSError as error:
        raise errors.ConfigError(
            f"no service account in {folder}: {error}; is automountServiceAccountToken off?"
        ) from error
    address = f"[{host}]" if ":" in host else host
    return Access(f"https://{address}:{port}", tls, tokens.FileToken(folder / "token"), namespace)
