# SPDX-License-Identifier: Apache-2.0
"""The fields of a Service."""

import msgspec

from monero_operator.desired.shapes.base import ChildMetadata, Shape

HEADLESS = "None"
"""The cluster IP of a Service that has none."""


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
