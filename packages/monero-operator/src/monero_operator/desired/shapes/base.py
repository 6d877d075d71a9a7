# SPDX-License-Identifier: Apache-2.0
"""What all shapes are made of, the metadata of a child, and selectors."""

import msgspec

from kubeloop.objects.metadata import Metadata
from monero_operator import naming


class Shape(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Base of all shapes."""


class ChildMetadata(Metadata, frozen=True, kw_only=True):
    """Metadata of a child, with the few annotations that children carry."""

    annotations: dict[str, str] = {}

    @property
    def named_annotations(self) -> frozenset[str]:
        """The annotations that a person named: they are ours as well (`kubeloop.cache.digest`)."""
        return frozenset(self.annotations.get(naming.ANNOTATION_NAMED, "").split())

    @property
    def named_labels(self) -> frozenset[str]:
        """The labels that a person named."""
        return frozenset(self.annotations.get(naming.ANNOTATION_NAMED_LABELS, "").split())


class LabelSelector(Shape, frozen=True, kw_only=True):
    """Labels that must all match."""

    match_labels: dict[str, str] = {}
