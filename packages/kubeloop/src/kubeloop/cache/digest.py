# SPDX-License-Identifier: Apache-2.0
"""A short value that is equal for two objects when what we set on them is equal.

It covers own labels and annotations, the controlling owner and every other field of the struct but status and
identity. One struct type builds the wanted object and decodes the live one, so what it does not name, others may set
as they like.
"""

from __future__ import annotations

import functools
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
    """Return the function from an object to its digest of 16 bytes.

    Labels and annotations count if they have one of the prefixes, or if the metadata says by `named_labels` and
    `named_annotations` that they are ours.
    """

    def own(values: Mapping[str, str], named: Iterable[str] = ()) -> dict[str, str]:
        return {key: value for key, value in values.items() if key.startswith(own_label_prefixes) or key in named}

    def digest(child: Child) -> bytes:
        metadata = child.metadata
        annotations = own(getattr(metadata, "annotations", {}), named_annotations(metadata))
        owners = [reference for reference in metadata.owner_references if reference.controller]
        content = [getattr(child, name) for name in _covered(type(child))]
        labels = own(metadata.labels, named_labels(metadata))
        covered = _encoder.encode((labels, annotations, owners, content))
        return hashlib.blake2b(covered, digest_size=DIGEST_BYTES).digest()

    return digest


def named_annotations(metadata: ChildMetadata) -> frozenset[str]:
    """Return the annotations that are ours whatever their prefix: a person chose their names.

    The struct says so by a property `named_annotations`, from what it carries itself, so that it is also known of a
    live object, also after a restart.
    """
    return getattr(metadata, "named_annotations", frozenset())


def named_labels(metadata: ChildMetadata) -> frozenset[str]:
    """Return the labels that are ours whatever their prefix, as the struct says by a property `named_labels`."""
    return getattr(metadata, "named_labels", frozenset())


@functools.cache
def _covered(type_: Any) -> tuple[str, ...]:
    return tuple(field.name for field in msgspec.structs.fields(type_) if field.name not in NOT_COVERED)
