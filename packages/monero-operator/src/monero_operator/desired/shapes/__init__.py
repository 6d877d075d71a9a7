# SPDX-License-Identifier: Apache-2.0
"""The fields of children that the operator sets, and no others.

The same struct builds a wanted child and reads the live one, so "in sync" is "equal". Hence three rules: a field that
the API server always shows has no default here; one that it leaves out when it is false or empty has that as its
default; and one that we always set, but others may leave out of what they add or edit, has a default that we never set.
Quantities are written as the API server would write them (`desired.quantity`).
"""

from monero_operator.desired.shapes.base import ChildMetadata, LabelSelector, Shape
from monero_operator.desired.shapes.child import Child
from monero_operator.desired.shapes.configmap import ConfigMap
from monero_operator.desired.shapes.container import (
    Capabilities,
    Container,
    ContainerPort,
    ContainerSecurity,
    EnvSource,
    EnvVar,
    FieldReference,
    HttpGet,
    KeyReference,
    Lifecycle,
    LifecycleHandler,
    Probe,
    ResourceRequirements,
    Sleep,
    TcpSocket,
    VolumeMount,
)
from monero_operator.desired.shapes.deployment import Deployment, DeploymentSpec, DeploymentStrategy
from monero_operator.desired.shapes.kinds import (
    CLAIMS,
    CONFIG_MAPS,
    DEPLOYMENTS,
    DISRUPTION_BUDGETS,
    POD_MONITORS,
    PODS,
    PROMETHEUS_RULES,
    REVISIONS,
    SERVICES,
    STATEFULSETS,
)
from monero_operator.desired.shapes.monitoring import (
    MetricsEndpoint,
    PodMonitor,
    PodMonitorSpec,
    PrometheusRule,
    PrometheusRuleSpec,
    Relabeling,
)
from monero_operator.desired.shapes.pdb import DisruptionBudget, DisruptionBudgetSpec
from monero_operator.desired.shapes.pod import (
    ConfigMapVolume,
    EmptyDir,
    LocalReference,
    PodSecurity,
    PodSpec,
    PodTemplate,
    SeccompProfile,
    SecretVolume,
    TemplateMetadata,
    TopologySpread,
    Volume,
)
from monero_operator.desired.shapes.service import HEADLESS, Service, ServicePort, ServiceSpec
from monero_operator.desired.shapes.statefulset import (
    ClaimMetadata,
    ClaimRetention,
    ClaimSpec,
    ClaimTemplate,
    DataSource,
    StatefulSet,
    StatefulSetSpec,
    UpdateStrategy,
)

__all__ = [
    "CLAIMS",
    "CONFIG_MAPS",
    "DEPLOYMENTS",
    "DISRUPTION_BUDGETS",
    "HEADLESS",
    "PODS",
    "POD_MONITORS",
    "PROMETHEUS_RULES",
    "REVISIONS",
    "SERVICES",
    "STATEFULSETS",
    "Capabilities",
    "Child",
    "ChildMetadata",
    "ClaimMetadata",
    "ClaimRetention",
    "ClaimSpec",
    "ClaimTemplate",
    "ConfigMap",
    "ConfigMapVolume",
    "Container",
    "ContainerPort",
    "ContainerSecurity",
    "DataSource",
    "Deployment",
    "DeploymentSpec",
    "DeploymentStrategy",
    "DisruptionBudget",
    "DisruptionBudgetSpec",
    "EmptyDir",
    "EnvSource",
    "EnvVar",
    "FieldReference",
    "HttpGet",
    "KeyReference",
    "LabelSelector",
    "Lifecycle",
    "LifecycleHandler",
    "LocalReference",
    "MetricsEndpoint",
    "PodMonitor",
    "PodMonitorSpec",
    "PodSecurity",
    "PodSpec",
    "PodTemplate",
    "Probe",
    "PrometheusRule",
    "PrometheusRuleSpec",
    "Relabeling",
    "ResourceRequirements",
    "SeccompProfile",
    "SecretVolume",
    "Service",
    "ServicePort",
    "ServiceSpec",
    "Shape",
    "Sleep",
    "StatefulSet",
    "StatefulSetSpec",
    "TcpSocket",
    "TemplateMetadata",
    "TopologySpread",
    "UpdateStrategy",
    "Volume",
    "VolumeMount",
]
