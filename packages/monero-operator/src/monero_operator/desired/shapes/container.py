# SPDX-License-Identifier: Apache-2.0
"""A container: its variables, ports, probes, resources and privileges."""

from monero_operator.desired.shapes.base import Shape


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
    sub_path: str = ""
    sub_path_expr: str = ""


class Capabilities(Shape, frozen=True, kw_only=True):
    """Capabilities taken away, and those of them that are given back."""

    drop: tuple[str, ...] = ()
    add: tuple[str, ...] = ()


class ContainerSecurity(Shape, frozen=True, kw_only=True):
    """A container's privileges, and as whom it runs if not as the pod."""

    run_as_user: int | None = None
    run_as_non_root: bool | None = None
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
