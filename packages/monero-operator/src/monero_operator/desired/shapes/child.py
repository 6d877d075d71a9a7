# SPDX-License-Identifier: Apache-2.0
"""Any child of a custom resource."""

from monero_operator.desired.shapes.configmap import ConfigMap
from monero_operator.desired.shapes.deployment import Deployment
from monero_operator.desired.shapes.monitoring import PodMonitor, PrometheusRule
from monero_operator.desired.shapes.pdb import DisruptionBudget
from monero_operator.desired.shapes.service import Service
from monero_operator.desired.shapes.statefulset import StatefulSet

Child = StatefulSet | Service | DisruptionBudget | ConfigMap | Deployment | PodMonitor | PrometheusRule
