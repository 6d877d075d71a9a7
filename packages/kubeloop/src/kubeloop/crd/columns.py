# SPDX-License-Identifier: Apache-2.0
"""Columns of `kubectl get`, as a definition spells them."""

from __future__ import annotations

from typing import Any

from kubeloop.crd.markers import Column


def rendered(column: Column) -> dict[str, Any]:
    """Return the column without what is not said."""
    text: dict[str, Any] = {"name": column.name, "type": column.type, "jsonPath": column.json_path}
    optional = {"priority": column.priority, "description": column.description}
    return text | {name: value for name, value in optional.items() if value}
