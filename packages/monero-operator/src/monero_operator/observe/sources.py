# SPDX-License-Identifier: Apache-2.0
"""Which kinds are watched, by which labels; no object is kept, only the view of it (`observe.views`)."""

from __future__ import annotations

from typing import Any, TypeVar

from kubeloop.cache import digest
from kubeloop.client.base import Client
from kubeloop.informer.shared import Informer
from kubeloop.informer.source import Source
from kubeloop.objects import permission
from monero_operator import naming
from monero_operator.api.v1alpha1.monerominingnodeset import MoneroMiningNodeSet
from monero_operator.api.v1alpha1.moneronetwork import MoneroNetwork
from monero_operator.api.v1alpha1.moneronodeset import MoneroNodeSet
from monero_operator.desired import parent, secret, shapes
from monero_operator.naming import OwnerKind
from monero_operator.observe import views

PERMISSIONS = tuple(
    permission.on(kind, *permission.READ)
    for kind in (
        *parent.KINDS.values(),
        shapes.STATEFULSETS,
        shapes.DEPLOYMENTS,
        shapes.SERVICES,
        shapes.DISRUPTION_BUDGETS,
        shapes.CONFIG_MAPS,
        shapes.POD_MONITORS,
        shapes.PROMETHEUS_RULES,
        shapes.PODS,
        shapes.CLAIMS,
        shapes.SECRETS,
    )
)

_T = TypeVar("_T")


class Informers:
    """One informer per kind; children are told from strangers by their label, and measured by what we set on them."""

    def __init__(self, client: Client, namespace: str | None) -> None:
        drift = digest.of(naming.OWN_LABEL_PREFIXES)
        managed: dict[str, Any] = {"labels": naming.SELECT_MANAGED, "namespace": namespace}
        self.node_sets = Informer(client, _of_resources(OwnerKind.NODE_SET, MoneroNodeSet, namespace))
        self.networks = Informer(client, _of_resources(OwnerKind.NETWORK, MoneroNetwork, namespace))
        self.mining_sets = Informer(client, _of_resources(OwnerKind.MINING_SET, MoneroMiningNodeSet, namespace))
        self.statefulsets = Informer(
            client,
            Source(shapes.STATEFULSETS, views.LiveStatefulSet, view=views.of_statefulset, digest=drift, **managed),
        )
        self.deployments = Informer(
            client,
            Source(shapes.DEPLOYMENTS, views.LiveDeployment, view=views.of_deployment, digest=drift, **managed),
        )
        self.services = Informer(
            client, Source(shapes.SERVICES, shapes.Service, view=views.of_service, digest=drift, **managed)
        )
        self.budgets = Informer(
            client, Source(shapes.DISRUPTION_BUDGETS, shapes.DisruptionBudget, view=_nothing, digest=drift, **managed)
        )
        self.claims = Informer(client, Source(shapes.CLAIMS, views.LiveClaim, view=views.of_claim, **managed))
        self.config_maps = Informer(
            client, Source(shapes.CONFIG_MAPS, shapes.ConfigMap, view=views.of_config_map, digest=drift, **managed)
        )
        optional = managed | {"digest": drift, "is_optional": True}
        self.pod_monitors = Informer(
            client, Source(shapes.POD_MONITORS, shapes.PodMonitor, view=views.of_monitor, **optional)
        )
        self.prometheus_rules = Informer(
            client, Source(shapes.PROMETHEUS_RULES, shapes.PrometheusRule, view=views.of_monitor, **optional)
        )
        self.secrets = Informer(
            client,
            # Any Secret may be named by a resource, or ask for keys. A role made for an older operator allows none.
            Source(
                shapes.SECRETS,
                secret.Head,
                view=views.of_secret,
                namespace=namespace,
                only_metadata=True,
                is_optional=True,
            ),
        )
        self.pods = Informer(client, Source(shapes.PODS, views.LivePod, view=views.of_pod, **managed))

    def children(self) -> dict[str, Informer[Any, Any]]:
        """Return the informers of what custom resources control, by the name of the shape."""
        return {
            shapes.StatefulSet.__name__: self.statefulsets,
            shapes.Deployment.__name__: self.deployments,
            shapes.Service.__name__: self.services,
            shapes.DisruptionBudget.__name__: self.budgets,
            shapes.ConfigMap.__name__: self.config_maps,
            **self.monitoring(),
        }

    def monitoring(self) -> dict[str, Informer[Any, Any]]:
        """Return the informers of the kinds that only a cluster with Prometheus Operator has, by the same names."""
        return {
            shapes.PodMonitor.__name__: self.pod_monitors,
            shapes.PrometheusRule.__name__: self.prometheus_rules,
        }

    def all(self) -> tuple[Informer[Any, Any], ...]:
        """Return every informer."""
        resources = self.node_sets, self.networks, self.mining_sets
        return *resources, self.pods, self.claims, self.secrets, *self.children().values()


def _of_resources(kind: OwnerKind, shape: type[_T], namespace: str | None) -> Source[_T, _T]:
    return Source(parent.KINDS[kind], shape, view=lambda resource: resource, namespace=namespace)


def _nothing(_: shapes.DisruptionBudget) -> None:
    """Keep nothing: the digest says all that matters of a disruption budget."""
