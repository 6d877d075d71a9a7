# SPDX-License-Identifier: Apache-2.0
"""Finding children by the uid of their controller."""

from __future__ import annotations

from kubeloop.objects import owner
from kubeloop.objects.metadata import Key, Metadata


class OwnerIndex:
    """The keys of objects by the uid of the owner that controls them."""

    def __init__(self) -> None:
        self._keys: dict[str, set[Key]] = {}

    def keys(self, uid: str) -> tuple[Key, ...]:
        """Return the keys of what this owner controls, sorted."""
        return tuple(sorted(self._keys.get(uid, ())))

    def add(self, key: Key, metadata: Metadata) -> None:
        """Note the controller of an object, if it has one."""
        controller = owner.controller_of(metadata)
        if controller is not None:
            self._keys.setdefault(controller.uid, set()).add(key)

    def remove(self, key: Key, metadata: Metadata) -> None:
        """Forget the controller of an object."""
        controller = owner.controller_of(metadata)
        if controller is None:
            return
        keys = self._keys[controller.uid]
        keys.discard(key)
        if not keys:
            del self._keys[controller.uid]
