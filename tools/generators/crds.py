# SPDX-License-Identifier: Apache-2.0
"""deploy/crds from the structs of monero_operator.api."""

from __future__ import annotations

from monero_operator.cli import definitions
from tools.generators import manifest

SOURCE = "monero_operator.api"


def files() -> dict[str, str]:
    """Return one definition per kind, and the folder's kustomization."""
    named = {f"{definition['metadata']['name']}.yaml": definition for definition in definitions.definitions()}
    texts = {f"deploy/crds/{name}": manifest.text(SOURCE, definition) for name, definition in named.items()}
    return texts | {"deploy/crds/kustomization.yaml": manifest.kustomization(SOURCE, *named)}
