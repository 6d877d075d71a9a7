# SPDX-License-Identifier: Apache-2.0
"""The fields of children that the operator sets, and no others.

The same struct builds a wanted child and reads the live one, so "in sync" is "equal". Hence three rules: a field that
the API server always shows has no default here; one that it leaves out when it is false or empty has that as its
default; and one that we always set, but others may leave out of what they add or edit, has a default that we never set.
Quantities are written as the API server would write them (`desired.quantity`).
"""

import msgspec

from kubeloop.objects.kind import Kind
from kubeloop.objects.metadata import Metadata
from monero_operator import naming
from monero_operator.api.v1alpha1 import placement

HEADLESS = "None"
"""The cluster IP of a Service that has none."""

STATEFULSETS = Kind("apps", "v1", "statefulsets", "StatefulSet")
SERVICES = Kind("", "v1", "services", "Service")
DISRUPTION_BUDGETS = Kind("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget")
CONFIG_MAPS = Kind("", "v1", "configmaps", "ConfigMap")
PODS = Kind("", "v1", "pods", "Pod")
CLAIMS = Kind("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim")
REVISIONS = Kind("apps", "v1", "controllerrevisions", "ControllerRevision")


class Shape(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """Base of all shapes."""


class ChildMetadata(Metadata, frozen=True, kw_only=True):
    """Metadata of a child, with the few annotations that children carry."""

    annotations: dict[str, str] = {}  # noqa: RUF012 - msgspec copies it for each instance

    @property
    def named_annotations(self) -> frozenset[str]:
        """The annotations that a person named: they are ours as well (`kubeloop.cache.digest`)."""
        return frozenset(self.annotations.get(naming.ANNOTATION_NAMED, "").split())


class LabelSelector(Shape, frozen=True, kw_only=True):
    """Labels that must all match."""

    match_labels: dict[str, str] = {}


class FieldReference(Shape, frozen=True, kw_only=True):
    """A field of the pod itself."""

    field_path: str


class KeyReference(Shape, frozen=True, kw_only=True):
    """One entry of a Secret or ConfigMap."""

    name: str = ""
    key: str


class EnvSource(Shape, frozen=True, kw_only=True):
    """Where a variable's value stands; others may take theirs from elsewhere."""

    field_ref: FieldReference | None = None
    secret_key_ref: KeyReference | None = None
    config_map_key_ref: KeyReference | None = None


class EnvVar(Shape, frozen=True, kw_only=True):
    """An environment variable."""

    name: str
    value: str = ""
    value_from: EnvSource | None = None


class ContainerPort(Shape, frozen=True, kw_only=True):
    """A port's name and number."""

    name: str = ""
    container_port: int
    host_port: int | None = None


class HttpGet(Shape, frozen=True, kw_only=True):
    """A probe by HTTP; ours are on numeric ports."""

    path: str
    port: int | str


class TcpSocket(Shape, frozen=True, kw_only=True):
    """A probe that only connects."""

    port: int | str


class Probe(Shape, frozen=True, kw_only=True):
    """When to ask, how long to wait, and how many failures to forgive; others may ask in other ways."""

    http_get: HttpGet | None = None
    tcp_socket: TcpSocket | None = None
    period_seconds: int
    timeout_seconds: int
    failure_threshold: int


class Sleep(Shape, frozen=True, kw_only=True):
    """A pause."""

    seconds: int


class LifecycleHandler(Shape, frozen=True, kw_only=True):
    """What happens at a point of a container's life."""

    sleep: Sleep | None = None


class Lifecycle(Shape, frozen=True, kw_only=True):
    """What happens before a container is stopped."""

    pre_stop: LifecycleHandler | None = None


class ResourceRequirements(Shape, frozen=True, kw_only=True):
    """Requests and limits in canonical quantities."""

    requests: dict[str, str] = {}
    limits: dict[str, str] = {}


class VolumeMount(Shape, frozen=True, kw_only=True):
    """Where a volume appears."""

    name: str
    mount_path: str
    sub_path_expr: str = ""


class SecretVolume(Shape, frozen=True, kw_only=True):
    """A Secret as files."""

    secret_name: str = ""
    default_mode: int | None = None
    optional: bool | None = None


class ConfigMapVolume(Shape, frozen=True, kw_only=True):
    """A ConfigMap as files."""

    name: str = ""


class Volume(Shape, frozen=True, kw_only=True):
    """A volume of a pod; others may add other kinds."""

    name: str
    config_map: ConfigMapVolume | None = None
    secret: SecretVolume | None = None


class Capabilities(Shape, frozen=True, kw_only=True):
    """Capabilities taken away."""

    drop: tuple[str, ...] = ()


class ContainerSecurity(Shape, frozen=True, kw_only=True):
    """A container's privileges: none."""

    allow_privilege_escalation: bool | None = None
    read_only_root_filesystem: bool | None = None
    capabilities: Capabilities | None = None


class Container(Shape, frozen=True, kw_only=True):
    """A container; with `restart_policy` among the init containers it is a native sidecar."""

    name: str
    image: str
    command: tuple[str, ...] = ()
    args: tuple[str, ...] = ()
    env: tuple[EnvVar, ...] = ()
    ports: tuple[ContainerPort, ...] = ()
    resources: ResourceRequirements = ResourceRequirements()
    volume_mounts: tuple[VolumeMount, ...] = ()
    startup_probe: Probe | None = None
    liveness_probe: Probe | None = None
    readiness_probe: Probe | None = None
    lifecycle: Lifecycle | None = None
    restart_policy: str = ""
    security_context: ContainerSecurity | None = None


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


class ServicePort(Shape, frozen=True, kw_only=True):
    """A port, the same on the Service and on the pods."""

    name: str = ""
    port: int
    node_port: int | None = None


class ServiceSpec(Shape, frozen=True, kw_only=True):
    """A Service; `cluster_ip` is "None", or the address that it had before, or empty for any."""

    type: str
    session_affinity: str
    external_traffic_policy: str = ""
    load_balancer_class: str = ""
    cluster_ip: str = msgspec.field(default="", name="clusterIP")
    publish_not_ready_addresses: bool = False
    selector: dict[str, str] = {}
    ports: tuple[ServicePort, ...] = ()


class Service(Shape, frozen=True, kw_only=True):
    """A Service as a whole."""

    metadata: ChildMetadata
    spec: ServiceSpec


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


class ConfigMap(Shape, frozen=True, kw_only=True):
    """A ConfigMap as a whole."""

    metadata: ChildMetadata
    data: dict[str, str] = {}


Child = StatefulSet | Service | DisruptionBudget | ConfigMap
