# SPDX-License-Identifier: Apache-2.0
"""A pod and what it is made from: volumes, placement, whom it runs as."""

from monero_operator.api.v1alpha1 import placement
from monero_operator.desired.shapes.base import LabelSelector, Shape
from monero_operator.desired.shapes.container import Container


class KeyToPath(Shape, frozen=True, kw_only=True):
    """An entry and the file that it becomes."""

    key: str
    path: str


class SecretVolume(Shape, frozen=True, kw_only=True):
    """A Secret as files: these entries, or all without any."""

    secret_name: str = ""
    items: tuple[KeyToPath, ...] = ()
    default_mode: int | None = None
    optional: bool | None = None


class ConfigMapVolume(Shape, frozen=True, kw_only=True):
    """A ConfigMap as files."""

    name: str = ""
    optional: bool | None = None


class EmptyDir(Shape, frozen=True, kw_only=True):
    """Room that goes with the pod."""

    medium: str = ""
    size_limit: str = ""


class Volume(Shape, frozen=True, kw_only=True):
    """A volume of a pod; others may add other kinds."""

    name: str
    config_map: ConfigMapVolume | None = None
    secret: SecretVolume | None = None
    empty_dir: EmptyDir | None = None


class SeccompProfile(Shape, frozen=True, kw_only=True):
    """The system call filter."""

    type: str


class PodSecurity(Shape, frozen=True, kw_only=True):
    """Whom the pod runs as."""

    run_as_non_root: bool | None = None
    run_as_user: int | None = None
    run_as_group: int | None = None
    fs_group: int | None = None
    fs_group_change_policy: str = ""
    seccomp_profile: SeccompProfile | None = None


class TopologySpread(Shape, frozen=True, kw_only=True):
    """How evenly pods spread."""

    max_skew: int
    topology_key: str
    when_unsatisfiable: str
    label_selector: LabelSelector | None = None


class LocalReference(Shape, frozen=True, kw_only=True):
    """Something of the same namespace."""

    name: str = ""


class PodSpec(Shape, frozen=True, kw_only=True):
    """A pod."""

    init_containers: tuple[Container, ...] = ()
    containers: tuple[Container, ...]
    node_selector: dict[str, str] = {}
    tolerations: tuple[placement.Toleration, ...] = ()
    affinity: placement.Affinity | None = None
    topology_spread_constraints: tuple[TopologySpread, ...] = ()
    volumes: tuple[Volume, ...] = ()
    termination_grace_period_seconds: int
    enable_service_links: bool
    automount_service_account_token: bool | None = None
    priority_class_name: str = ""
    image_pull_secrets: tuple[LocalReference, ...] = ()
    security_context: PodSecurity


class TemplateMetadata(Shape, frozen=True, kw_only=True):
    """Labels and annotations of a pod."""

    labels: dict[str, str]
    annotations: dict[str, str] = {}


class PodTemplate(Shape, frozen=True, kw_only=True):
    """What pods are made from."""

    metadata: TemplateMetadata
    spec: PodSpec
