# SPDX-License-Identifier: Apache-2.0
"""The identity of a kind, and the paths under which the API server keeps its objects."""

from __future__ import annotations

import msgspec


class Kind(msgspec.Struct, frozen=True):
    """A served kind. `group` is empty for the core group."""

    group: str
    version: str
    plural: str
    name: str
    namespaced: bool = True

    @property
    def api_version(self) -> str:
        """`apps/v1`, or `v1` for the core group."""
        return f"{self.group}/{self.version}" if self.group else self.version

    def path(self, namespace: str | None = None, name: str | None = None, *, subresource: str = "") -> str:
        """Return the path of one object, or without `name` of a collection (without `namespace`: of all namespaces)."""
        parts = ["apis" if self.group else "api", self.api_version]
        if self.namespaced and namespace:
            parts += ["namespaces", namespace]
        parts.append(self.plural)
        parts += [part for part in (name, subresource) if part]
        return "/" + "/".join(parts)
