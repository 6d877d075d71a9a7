# SPDX-License-Identifier: Apache-2.0
"""Credentials from wherever this process finds them, in the order that kubectl and client-go use."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from kubeloop import errors
from kubeloop.config import incluster, kubeconfig
from kubeloop.config.access import Access


def load(environment: Mapping[str, str] = os.environ, *, context: str = "") -> Access:
    """Return the access of `KUBECONFIG`, else of the pod, else of `~/.kube/config`; a context is never the pod's.

    Raises `ConfigError`, which says which file is missing or wrong, and how.
    """
    if listed := environment.get("KUBECONFIG"):
        paths = [Path(path) for path in listed.split(os.pathsep) if path]
    elif "KUBERNETES_SERVICE_HOST" in environment and not context:
        return incluster.load(environment)
    else:
        paths = [Path(environment.get("HOME", "/")) / ".kube" / "config"]
        if not paths[0].exists():
            raise errors.ConfigError(f"KUBECONFIG is not set, this is no pod, and there is no {paths[0]}")
    return kubeconfig.load(*paths, context=context, environment=environment)
