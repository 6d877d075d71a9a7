# SPDX-License-Identifier: Apache-2.0
"""The fields of a PodDisruptionBudget."""

from monero_operator.desired.shapes.base import ChildMetadata, LabelSelector, Shape


class DisruptionBudgetSpec(Shape, frozen=True, kw_only=True):
    """How many pods must stay, and what happens to those that do not serve anyway."""

    min_available: int | str | None = None
    max_unavailable: int | str | None = None
    selector: LabelSelector | None = None
    unhealthy_pod_eviction_policy: str = ""


class DisruptionBudget(Shape, frozen=True, kw_only=True):
    """A PodDisruptionBudget as a whole."""

    metadata: ChildMetadata
    spec: DisruptionBudgetSpec
