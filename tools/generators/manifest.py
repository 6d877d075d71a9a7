# SPDX-License-Identifier: Apache-2.0
"""Kubernetes objects as YAML text that says where it comes from."""

from __future__ import annotations

from typing import Any

import yaml

from monero_operator.cli import definitions

LABELS = definitions.LABELS


def text(source: str, *documents: dict[str, Any]) -> str:
    """Return documents as one YAML file; `source` is where a change belongs."""
    body = yaml.safe_dump_all(documents, sort_keys=False, width=120)
    return f"# Generated from {source} by `make generate`; do not edit.\n{body}"


def kustomization(source: str, *resources: str) -> str:
    """Return the kustomization of a folder."""
    document = {"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization", "resources": list(resources)}
    return text(source, document)
