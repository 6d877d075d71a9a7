# SPDX-License-Identifier: Apache-2.0
"""Nodes that run alike, fully decided: what a StatefulSet and its pods are built from."""

import msgspec

from aiomonero.types.network import Network
from monero_operator import naming
from monero_operator.api.arguments import Argument
from monero_operator.api.v1alpha1 import nodes
from monero_operator.desired import anonymity, shapes
from monero_operator.desired.anonymity import Anonymity
from monero_operator.desired.parent import Parent


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """One node of a network (`ordinal`), or all nodes of a node set (None), of which `replicas` run.

    A closed one dials `dials` (addresses without ports) and nobody else, or works offline if there are none.
    `is_default_image` says that the owner named no image, so that the choice has to be remembered. `made_for` is what
    of the owner the template follows from, `restart` the owner's last wish for one. `filed` are the flags that stand in
    each node's own configuration file, the user's entries of them included; without any there is no such file.
    `is_on_host` gives its P2P port to the machine that it runs on.
    `volume_size` is what the claim template asks for, which `plan.growth` decides. `anonymity` is what Tor and I2P do
    for it, and `zoned` what one node of a network alone is told of them.
    """

    parent: Parent
    ordinal: int | None = None
    replicas: int = 1
    network: Network
    is_closed: bool = True
    spec: nodes.NodeSpec = nodes.NodeSpec()
    monerod_image: str
    is_default_image: bool = False
    exporter_image: str
    arguments: tuple[Argument, ...] = ()
    dials: tuple[str, ...] = ()
    volume_size: str
    data_source: shapes.DataSource | None = None
    filed: frozenset[str] = frozenset()
    is_on_host: bool = False
    when_deleted: nodes.Retention = "Delete"
    when_scaled: nodes.Retention = "Retain"
    pod_labels: dict[str, str] = {}
    pod_annotations: dict[str, str] = {}
    restart: str = ""
    made_for: str = ""
    anonymity: Anonymity = anonymity.NONE
    zoned: tuple[Argument, ...] = ()

    @property
    def statefulset_name(self) -> str:
        """The name of the StatefulSet."""
        if self.ordinal is None:
            return naming.node_statefulset(self.parent.name)
        return naming.network_statefulset(self.parent.name, self.ordinal)

    @property
    def labels(self) -> dict[str, str]:
        """The labels of the StatefulSet, its pods and its claims."""
        return self.parent.labels | self._of_ordinal

    @property
    def selector(self) -> dict[str, str]:
        """The labels that select the pods."""
        return self.parent.selector | self._of_ordinal

    @property
    def _of_ordinal(self) -> dict[str, str]:
        return {} if self.ordinal is None else {naming.LABEL_ORDINAL: str(self.ordinal)}
