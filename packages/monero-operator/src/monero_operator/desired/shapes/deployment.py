# SPDX-License-Identifier: Apache-2.0
"""The fields of a Deployment."""

from monero_operator.desired.shapes.base import ChildMetadata, LabelSelector, Shape
from monero_operator.desired.shapes.pod import PodTemplate


class RollingUpdate(Shape, frozen=True, kw_only=True):
    """How many pods more, and how many fewer, there may be while they are replaced."""

    max_surge: int | str
    max_unavailable: int | str


class DeploymentStrategy(Shape, frozen=True, kw_only=True):
    """In which order a pod and the one that replaces it come and go; another type has no more to say."""

    type: str
    rolling_update: RollingUpdate | None = None


class DeploymentSpec(Shape, frozen=True, kw_only=True):
    """A Deployment."""

    replicas: int
    revision_history_limit: int
    strategy: DeploymentStrategy
    selector: LabelSelector
    template: PodTemplate


class Deployment(Shape, frozen=True, kw_only=True):
    """A Deployment as a whole."""

    metadata: ChildMetadata
    spec: DeploymentSpec
