# SPDX-License-Identifier: Apache-2.0
"""A spec of nodes that can be carried out, with what it comes to."""

from typing import TypeVar

import msgspec

from aiomonero.types.network import Network
from monero_operator.api.arguments import Argument
from monero_operator.api.reasons import Reason
from monero_operator.api.v1alpha1 import common, nodes
from monero_operator.api.v1alpha1.anonymity import I2p, KeyRetention, Tor
from monero_operator.api.v1alpha1.metrics import Metrics, Monitor, Rules
from monero_operator.desired import anonymity, fingerprint
from monero_operator.desired.anonymity import Anonymity
from monero_operator.desired.node import Node
from monero_operator.desired.parent import Parent
from monero_operator.facts import StatefulSet

T = TypeVar("T", bound=Metrics)


class Config(msgspec.Struct, frozen=True, kw_only=True):
    """What all nodes of a network or node set have in common."""

    parent: Parent
    restart: str
    made_for: str
    spec: nodes.NodeSpec
    network: Network
    is_closed: bool
    arguments: tuple[Argument, ...]
    monerod_image: str
    exporter_image: str
    volume_size: str
    pod_labels: dict[str, str] = {}
    pod_annotations: dict[str, str] = {}
    anonymity: Anonymity = anonymity.NONE

    @property
    def starting(self) -> Reason:
        """What to say while pods are missing, which may need more than their namespace allows."""
        return Reason.STARTING_FENCED if self.anonymity.is_fenced else Reason.STARTING

    def node(self, live: StatefulSet | None) -> Node:
        """Return the nodes of a StatefulSet, to which whom they dial and what becomes of volumes are to be added.

        The claim template of one that exists stays as it is: another size is for when it is made again.
        """
        return Node(
            parent=self.parent,
            network=self.network,
            volume_size=live.disk_size if live and live.disk_size else self.volume_size,
            is_closed=self.is_closed,
            spec=self.spec,
            monerod_image=self.monerod_image,
            is_default_image=self.spec.monerod.image is None,
            exporter_image=self.exporter_image,
            arguments=self.arguments,
            pod_labels=self.pod_labels,
            pod_annotations=self.pod_annotations,
            restart=self.restart,
            made_for=self.made_for,
            anonymity=self.anonymity,
        )


def made_for(metadata: common.ResourceMetadata, shape: msgspec.Struct, *, is_locked: bool = False) -> str:
    """Return in short what of an owner a template follows from; one that changes alone is our own change.

    `shape` is the owner's spec without what makes no other template, such as how many pods there are. That nodes are
    locked is the owner's wish as well, though it comes true later.
    """
    wishes = (shape, metadata.annotations.restart)
    return fingerprint.of_wishes((*wishes, "locked") if is_locked else wishes)


def shape_of_tor(tor: Tor) -> Tor:
    """Return what of Tor a template follows from; what only its document says restarts nobody."""
    return msgspec.structs.replace(
        tor,
        enabled=tor.enabled or None,
        secret_ref=None,
        retention_policy=KeyRetention(),
        overlap=Tor().overlap,
        balanced=True,
        proof_of_work=True,
        clients=(),
        bridges=(),
        pluggable_transports=(),
        circuit_lifetime=Tor().circuit_lifetime,
    )


def shape_of_i2p(i2p: I2p) -> I2p:
    """Return the same of I2P."""
    return msgspec.structs.replace(
        i2p,
        enabled=i2p.enabled or None,
        secret_ref=None,
        retention_policy=KeyRetention(),
        overlap=I2p().overlap,
        encrypted_rpc=False,
    )


def shape_of_metrics(metrics: T) -> T:
    """Return what of the metrics a template follows from: whether there are any, not who is told of them."""
    return msgspec.structs.replace(metrics, monitor=Monitor(), rules=Rules())


def few_or_many(replicas: int) -> int:
    """Return the same number for all numbers of nodes that have the same template: one alone works offline."""
    return min(replicas, 2)
