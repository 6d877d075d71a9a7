# SPDX-License-Identifier: Apache-2.0
"""One wrong custom resource."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

KINDS = {"nodeset": "MoneroNodeSet", "network": "MoneroNetwork", "miners": "MoneroMiningNodeSet"}
Kind = Literal["nodeset", "network", "miners"]


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """A spec that cannot be: what it is called, and a part of what is said of it.

    With `before`, that spec is there already and `spec` replaces it. `name` is the resource's, where that matters.
    """

    kind: Kind
    what: str
    says: str
    spec: Any = msgspec.field(default_factory=dict)
    before: dict[str, Any] | None = None
    name: str = ""
    stranger: dict[str, Any] | None = None

    @property
    def id(self) -> str:
        """The case in a list of tests."""
        return f"{self.kind}-{self.what}".replace(" ", "-")

    def manifest(self, spec: Any) -> dict[str, Any]:
        """Return the custom resource with this spec."""
        return {
            "apiVersion": "utxo.com.br/v1alpha1",
            "kind": KINDS[self.kind],
            "metadata": {"name": self.name or self.what.replace(" ", "-")},
            "spec": spec,
        }
