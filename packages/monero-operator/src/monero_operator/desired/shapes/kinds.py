# SPDX-License-Identifier: Apache-2.0
"""The kinds of objects that the operator makes, and of those that come of them."""

from kubeloop.objects.kind import Kind

STATEFULSETS = Kind("apps", "v1", "statefulsets", "StatefulSet")
DEPLOYMENTS = Kind("apps", "v1", "deployments", "Deployment")
SERVICES = Kind("", "v1", "services", "Service")
DISRUPTION_BUDGETS = Kind("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget")
CONFIG_MAPS = Kind("", "v1", "configmaps", "ConfigMap")
SECRETS = Kind("", "v1", "secrets", "Secret")
PODS = Kind("", "v1", "pods", "Pod")
CLAIMS = Kind("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim")
POD_MONITORS = Kind("monitoring.coreos.com", "v1", "podmonitors", "PodMonitor")
PROMETHEUS_RULES = Kind("monitoring.coreos.com", "v1", "prometheusrules", "PrometheusRule")
REVISIONS = Kind("apps", "v1", "controllerrevisions", "ControllerRevision")
