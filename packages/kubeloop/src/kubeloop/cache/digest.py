# SPDX-License-Identifier: Apache-2.0
"""A short value that is equal for two objects when what we set on them is equal.

It covers own labels, the controlling owner and every other field of the struct but status and identity. One struct
type builds the wanted object and decodes the live one, so what it does not name, others may set as they like.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

import msgspec

from kubeloop.objects.metadata import OwnerReference

DIGEST_BYTES = 16
NOT_COVERED = frozenset({"api_version", "kind", "metadata", "status"})

_encoder = msgspec.json.Encoder(order="deterministic")


class ChildMetadata(Protocol):
    """What a child's struct must say about itself."""

    @property
    def name(self) -> str: ...
    @property
    def namespace(self) -> str: ...
    @property
    def labels(self) -> Mapping[str, str]: ...
    @property
    def owner_references(self) -> Iterable[OwnerReference]: ...


class Child(Protocol):
    """A msgspec struct with exactly the fields that its builder sets."""

    @property
    def metadata(self) -> ChildMetadata: ...


def of(own_label_prefixes: tuple[str, ...]) -> Callable[[Child], bytes]:
    """Return the function from an object to its digest; labels count when they start with one of the prefixes."""

    def digest(child: Child) -> bytes:
        labels = {key: value for key, value in child.metadata.labels.items() if key.startswith(own_label_prefixes)}
        owners = [reference for reference in child.metadata.owner_references if reference.controller]
        return hashlib.blake2b(_encoder.encode((labels, owners, _content(child))), digest_size=DIGEST_BYTES).digest()

    return digest


def _content(child: Any) -> dict[str, Any]:
    names = (field.name for field in msgspec.structs.fields(child) if field.name not in NOT_COVERED)
    return {name: getattr(child, name) for name in names}
