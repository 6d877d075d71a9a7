# SPDX-License-Identifier: Apache-2.0
"""Credentials from wherever this process finds them, in the order that kubectl and client-go use."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from kubeloop.config import incluster, kubeconfig
from kubeloop.config.access import Access


def load(environment: Mapping[str, str] = os.environ) -> Access:
    """Return the access of `KUBECONFIG`, else of the pod, else of `~/.kube/config`."""
    if path := environment.get("KUBECONFIG"):
        return kubeconfig.load(Path(path.split(os.pathsep)[0]))
    if "KUBERNETES_SERVICE_HOST" in environment:
        return incluster.load(environment)
    return kubeconfig.load(Path(environment.get("HOME", "/")) / ".kube" / "config")
