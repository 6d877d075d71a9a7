# SPDX-License-Identifier: Apache-2.0
"""The fields of a ConfigMap."""

from monero_operator.desired.shapes.base import ChildMetadata, Shape


class ConfigMap(Shape, frozen=True, kw_only=True):
    """A ConfigMap as a whole."""

    metadata: ChildMetadata
    data: dict[str, str] = {}
