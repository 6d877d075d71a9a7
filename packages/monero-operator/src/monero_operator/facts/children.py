# SPDX-License-Identifier: Apache-2.0
"""The children of a custom resource as they are: its StatefulSets, Services, claims, ConfigMap and monitors."""

from typing import Literal

import msgspec

from kubeloop.objects.metadata import OwnerReference


class StatefulSet(msgspec.Struct, frozen=True, kw_only=True):
    """The StatefulSet of one ordinal of a network, or of a whole set.

    `update_revision` is empty until its controller has seen the current generation. `dials` are the addresses, without
    ports, that the node is told to dial, in order (`desired.statefulset.dials` reads them). `default_image` is the
    annotation `naming.ANNOTATION_DEFAULT_IMAGE`, `made_for` that of `naming.ANNOTATION_MADE_FOR`, `is_upgrading` says
    that `naming.ANNOTATION_UPGRADING` is there; `template` and `network` are the labels of those names in `naming`;
    `disk_size` is what its claim template asks for; `is_locked` says that its nodes reach everybody by Tor.
    """

    name: str
    uid: str
    replicas: int = 1
    update_revision: str = ""
    network: str = ""
    template: str = ""
    made_for: str = ""
    is_upgrading: bool = False
    when_deleted: str = ""
    when_scaled: str = ""
    disk_size: str = ""
    default_image: str = ""
    dials: tuple[str, ...] = ()
    is_locked: bool = False
    is_terminating: bool = False


class Deployment(msgspec.Struct, frozen=True, kw_only=True):
    """The Deployment of what publishes the onion that all nodes share; `is_available` says that its pod publishes."""

    name: str
    uid: str
    is_available: bool = False
    is_terminating: bool = False


MonitorKind = Literal["PodMonitor", "PrometheusRule"]
"""The kinds of Prometheus Operator of which objects are made."""


class Monitor(msgspec.Struct, frozen=True, kw_only=True):
    """A PodMonitor or PrometheusRule."""

    kind: MonitorKind
    name: str
    uid: str
    is_terminating: bool = False


class Monitoring(msgspec.Struct, frozen=True, kw_only=True):
    """The kinds of Prometheus Operator that the cluster has, by name, and what is there of them.

    `runbooks_url` is where the operator was told that the pages of alerts stand.
    """

    kinds: frozenset[str] = frozenset()
    found: tuple[Monitor, ...] = ()
    runbooks_url: str = ""


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """A Service; `cluster_ip` is "None" for a headless one and empty until it is allocated.

    `node_ports` are the ports on every machine, by the names of its ports, as text.
    """

    name: str
    uid: str
    ordinal: int | None = None
    cluster_ip: str = ""
    node_ports: dict[str, str] = {}
    is_terminating: bool = False


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """The claim of one node's volume.

    `version` is its resourceVersion, `size` what it asks for, `network` the label `naming.LABEL_NETWORK`. It goes when
    all its `owners` are gone, and stays if it has none.
    """

    name: str
    uid: str
    version: str = ""
    size: str = ""
    network: str = ""
    owners: tuple[OwnerReference, ...] = ()
    is_terminating: bool = False

    def goes_with(self, uid: str) -> bool:
        """Say whether the object with this uid is among its owners."""
        return any(owner.uid == uid for owner in self.owners)


class ConfigMap(msgspec.Struct, frozen=True, kw_only=True):
    """A ConfigMap: the lines of each node's own configuration file, or what routers of Tor and I2P are told.

    `written` are fingerprints of the lines as they were written last, which no edit by others changes; `outdated` are
    the uids of pods that were there when their lines changed. `is_locked` says that `naming.ANNOTATION_LOCKED` is
    there, `has_p2p` that routers are told to serve peers.
    """

    name: str
    uid: str
    contents: dict[int, str] = {}
    written: dict[int, str] = {}
    outdated: dict[int, str] = {}
    is_locked: bool = False
    has_p2p: bool = False
    is_terminating: bool = False
