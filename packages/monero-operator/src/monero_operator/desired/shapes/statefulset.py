# SPDX-License-Identifier: Apache-2.0
"""The fields of a StatefulSet, and of the claims that it makes."""

from monero_operator import naming
from monero_operator.desired.shapes.base import ChildMetadata, LabelSelector, Shape
from monero_operator.desired.shapes.container import ResourceRequirements
from monero_operator.desired.shapes.pod import PodTemplate


class ClaimMetadata(Shape, frozen=True, kw_only=True):
    """Name and labels of a claim."""

    name: str
    labels: dict[str, str] = {}


class DataSource(Shape, frozen=True, kw_only=True):
    """What a volume is filled with; without a group a claim."""

    api_group: str = ""
    kind: str
    name: str


class ClaimSpec(Shape, frozen=True, kw_only=True):
    """What volume a claim asks for."""

    access_modes: tuple[str, ...]
    resources: ResourceRequirements
    storage_class_name: str = ""
    data_source: DataSource | None = None


class ClaimTemplate(Shape, frozen=True, kw_only=True):
    """What claims are made from. The API server refuses every change of it."""

    metadata: ClaimMetadata
    spec: ClaimSpec


class ClaimRetention(Shape, frozen=True, kw_only=True):
    """When claims are deleted."""

    when_deleted: str
    when_scaled: str


class UpdateStrategy(Shape, frozen=True, kw_only=True):
    """Who replaces pods after a change."""

    type: str


class StatefulSetSpec(Shape, frozen=True, kw_only=True):
    """A StatefulSet."""

    replicas: int
    service_name: str = ""
    pod_management_policy: str
    revision_history_limit: int
    update_strategy: UpdateStrategy
    selector: LabelSelector
    template: PodTemplate
    volume_claim_templates: tuple[ClaimTemplate, ...] = ()
    persistent_volume_claim_retention_policy: ClaimRetention


class StatefulSet(Shape, frozen=True, kw_only=True):
    """A StatefulSet as a whole."""

    metadata: ChildMetadata
    spec: StatefulSetSpec

    @property
    def fingerprint(self) -> str:
        """What its template says, in short (`naming.LABEL_TEMPLATE`)."""
        return self.metadata.labels.get(naming.LABEL_TEMPLATE, "")
