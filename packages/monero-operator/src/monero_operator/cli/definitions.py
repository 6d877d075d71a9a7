# SPDX-License-Identifier: Apache-2.0
"""The CustomResourceDefinitions as they are installed."""

from __future__ import annotations

from typing import Any

from kubeloop.crd import document
from monero_operator.api import kinds

LABELS = {"app.kubernetes.io/name": "monero-operator"}


def definitions() -> list[dict[str, Any]]:
    """Return the definition of every kind, labeled as the operator's."""
    found = [document.document(root) for root in kinds.ALL]
    for definition in found:
        definition["metadata"]["labels"] = dict(LABELS)
    return found
