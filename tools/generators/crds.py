# SPDX-License-Identifier: Apache-2.0
"""deploy/crds from the structs of monero_operator.api."""

from __future__ import annotations

from kubeloop.crd import document
from monero_operator.api.v1alpha1.monerominingnodeset import MoneroMiningNodeSet
from monero_operator.api.v1alpha1.moneronetwork import MoneroNetwork
from monero_operator.api.v1alpha1.moneronodeset import MoneroNodeSet
from tools.generators import manifest

SOURCE = "monero_operator.api"
ROOTS = (MoneroNodeSet, MoneroNetwork, MoneroMiningNodeSet)


def files() -> dict[str, str]:
    """Return one definition per kind, and the folder's kustomization."""
    definitions = [document.document(root) for root in ROOTS]
    for definition in definitions:
        definition["metadata"]["labels"] = manifest.LABELS
    named = {f"{definition['metadata']['name']}.yaml": definition for definition in definitions}
    texts = {f"deploy/crds/{name}": manifest.text(SOURCE, definition) for name, definition in named.items()}
    return texts | {"deploy/crds/kustomization.yaml": manifest.kustomization(SOURCE, *named)}
