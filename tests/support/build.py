# SPDX-License-Identifier: Apache-2.0
"""Objects for tests of the operator, built by saying only what differs from an ordinary regtest network."""

from datetime import UTC, datetime, timedelta
from typing import Any

from aiomonero.types.health import Status
from aiomonero.types.network import Network
from monero_operator import facts, naming
from monero_operator.api import arguments, xmrig_arguments
from monero_operator.api.v1alpha1.common import ResourceMetadata
from monero_operator.api.v1alpha1.monerominingnodeset import MoneroMiningNodeSet, MoneroMiningNodeSetSpec, Xmrig
from monero_operator.api.v1alpha1.moneronetwork import MoneroNetwork, MoneroNetworkSpec, Template
from monero_operator.api.v1alpha1.moneronodeset import MoneroNodeSet, MoneroNodeSetSpec
from monero_operator.api.v1alpha1.nodes import Monerod, NodeSpec
from monero_operator.desired import parent
from monero_operator.desired.miner import Miner
from monero_operator.desired.node import Node
from monero_operator.naming import OwnerKind
from monero_operator.settings import Images

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
STALE = NOW - timedelta(seconds=facts.STALE_AFTER_SECONDS + 1)
REGTEST = ("--regtest", "--fixed-difficulty=1")
IMAGES = Images(
    monerod="registry.example/monerod:1",
    exporter="registry.example/operator:1",
    xmrig="registry.example/xmrig:1",
    anonymity="registry.example/anonymity:1",
)
METADATA = ResourceMetadata(name="regtest", namespace="labs", uid="network-uid", generation=1)


def network(
    *,
    args: tuple[str, ...] = REGTEST,
    metadata: ResourceMetadata = METADATA,
    node: dict[str, Any] | None = None,
    **spec: Any,
) -> MoneroNetwork:
    """Return a network; `node` are further fields of `spec.template.spec`, the rest are fields of its spec."""
    template = Template(spec=NodeSpec(**{"monerod": Monerod(args=args)} | (node or {})))
    return MoneroNetwork(metadata=metadata, spec=MoneroNetworkSpec(**{"template": template} | spec))


def node_set(*, args: tuple[str, ...] = REGTEST, metadata: ResourceMetadata = METADATA, **spec: Any) -> MoneroNodeSet:
    """Return a node set; `spec` are further fields of its spec."""
    return MoneroNodeSet(metadata=metadata, spec=MoneroNodeSetSpec(**{"monerod": Monerod(args=args)} | spec))


def desired(**fields: Any) -> Node:
    """Return ordinal 1 of a regtest network, fully decided; fields of a `NodeSpec` go into its spec."""
    spec = {name: fields.pop(name) for name in NodeSpec.__struct_fields__ if name in fields}
    ordinary: dict[str, Any] = {
        "parent": parent.of(OwnerKind.NETWORK, METADATA),
        "ordinal": 1,
        "network": Network.REGTEST,
        "monerod_image": IMAGES.monerod,
        "exporter_image": IMAGES.exporter,
        "arguments": arguments.parse(REGTEST).arguments,
        "dials": ("10.0.0.1",),
        "volume_size": "1Gi",
        "spec": NodeSpec(**spec),
    }
    return Node(**ordinary | fields)


def status(**fields: Any) -> Status:
    """Return the health of a daemon in sync with two peers."""
    ordinary: dict[str, Any] = {
        "version": "0.18.4.0-release",
        "network": Network.REGTEST,
        "height": 10,
        "synced": True,
        "ready": True,
        "peers_in": 1,
        "peers_out": 1,
    }
    return Status(**ordinary | fields)


def pod(ordinal: int = 0, **fields: Any) -> facts.Pod:
    """Return a pod that serves and was made from revision "new"."""
    ordinary: dict[str, Any] = {
        "name": naming.network_pod("regtest", ordinal),
        "uid": f"pod-{ordinal}",
        "revision": "new",
        "is_ready": True,
        "ip": f"10.1.0.{ordinal}",
    }
    return facts.Pod(**ordinary | fields)


def statefulset(ordinal: int = 0, **fields: Any) -> facts.StatefulSet:
    """Return a StatefulSet whose controller is at revision "new", made from the template "new"."""
    ordinary: dict[str, Any] = {
        "name": naming.network_statefulset("regtest", ordinal),
        "uid": f"set-{ordinal}",
        "update_revision": "new",
        "network": "regtest",
        "template": "new",
        "when_deleted": "Delete",
        "dials": tuple(f"10.0.0.{lower}" for lower in range(max(ordinal, 1))),
    }
    return facts.StatefulSet(**ordinary | fields)


def claim(ordinal: int = 0, **fields: Any) -> facts.Claim:
    """Return the claim of one ordinal of a network; it goes with nothing."""
    ordinary: dict[str, Any] = {
        "name": naming.claim(naming.network_pod("regtest", ordinal)),
        "uid": f"claim-{ordinal}",
        "version": "1",
        "size": "1Gi",
        "network": "regtest",
    }
    return facts.Claim(**ordinary | fields)


def service(ordinal: int, **fields: Any) -> facts.Service:
    """Return the Service that is one ordinal's address."""
    ordinary: dict[str, Any] = {
        "name": naming.p2p_service("regtest", ordinal),
        "uid": f"service-{ordinal}",
        "ordinal": ordinal,
        "cluster_ip": f"10.0.0.{ordinal}",
    }
    return facts.Service(**ordinary | fields)


def seen(ordinal: int = 0, **fields: Any) -> facts.Node:
    """Return what is known of an ordinal that serves, in sync, from the current template."""
    ordinary: dict[str, Any] = {
        "name": naming.network_pod("regtest", ordinal),
        "statefulset_name": naming.network_statefulset("regtest", ordinal),
        "ordinal": ordinal,
        "statefulset": statefulset(ordinal),
        "pod": pod(ordinal),
        "status": status(),
    }
    return facts.Node(**ordinary | fields)


MINERS = ResourceMetadata(name="miners", namespace="labs", uid="miners-uid", generation=1)


def mining_set(
    *, args: tuple[str, ...] = ("-o", "pool:3333"), metadata: ResourceMetadata = MINERS, **spec: Any
) -> MoneroMiningNodeSet:
    """Return a mining set of three; `spec` are further fields of its spec."""
    ordinary: dict[str, Any] = {"replicas": 3, "xmrig": Xmrig(args=args)}
    return MoneroMiningNodeSet(metadata=metadata, spec=MoneroMiningNodeSetSpec(**ordinary | spec))


def desired_miner(
    *, args: tuple[str, ...] = ("-o", "pool:3333"), xmrig: dict[str, Any] | None = None, **spec: Any
) -> Miner:
    """Return miners, fully decided; `xmrig` are further fields of `spec.xmrig`."""
    return Miner(
        parent=parent.of(OwnerKind.MINING_SET, MINERS),
        spec=MoneroMiningNodeSetSpec(xmrig=Xmrig(args=args, **(xmrig or {})), **spec),
        options=xmrig_arguments.parse(args).arguments,
        image=IMAGES.xmrig,
        exporter_image=IMAGES.exporter,
    )


def miner_pod(ordinal: int = 0, **fields: Any) -> facts.Pod:
    """Return a miner's pod that runs and was made from revision "new"."""
    return pod(ordinal, **{"name": f"miners-xmrig-{ordinal}"} | fields)


def miner(ordinal: int = 0, **fields: Any) -> facts.Miner:
    """Return what is known of a miner that runs, from the current template, and has a pool."""
    ordinary: dict[str, Any] = {
        "name": f"miners-xmrig-{ordinal}",
        "statefulset_name": "miners-xmrig",
        "ordinal": ordinal,
        "statefulset": statefulset(name="miners-xmrig", network="", dials=()),
        "pod": miner_pod(ordinal),
        "status": facts.Mining(is_connected=True),
    }
    return facts.Miner(**ordinary | fields)


def gathered(**fields: Any) -> facts.NetworkFacts:
    """Return the facts of the network "regtest": nothing was seen unless said."""
    return facts.NetworkFacts(**{"name": "regtest"} | fields)
