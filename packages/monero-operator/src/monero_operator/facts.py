# SPDX-License-Identifier: Apache-2.0
"""What was seen of one custom resource: its children, and what its daemons answered. Frozen values, no opinion.

"Could not look, because" is a fact like any other. Children are keyed by ordinal, Services by name, daemons by the
name of their pod. What the resource does not control is not in here, except as a clash.
"""

from datetime import datetime
from typing import Any, Generic, TypeVar

import msgspec

from aiomonero.types.health import Status
from kubeloop.objects.metadata import OwnerReference
from monero_operator import naming

STALE_AFTER_SECONDS = 60.0
"""An older answer says nothing about now (DESIGN §4)."""
CRASHES = 3
"""Restarts after which a container whose last run was short is taken to end again and again."""
SHORT_RUN_SECONDS = 600.0
"""The kubelet forgets about earlier ends after a longer run."""
LONGEST_WAIT_SECONDS = 300.0
"""The kubelet waits no longer before it starts a container again."""


S = TypeVar("S")
"""What a pod says of itself when it is asked."""


class Mining(msgspec.Struct, frozen=True):
    """What a miner says of itself.

    `is_connected`: it has a pool or node to work for; `has_worked`: it has had one since its start.
    """

    is_connected: bool
    has_worked: bool = True


class Looked(msgspec.Struct, Generic[S], frozen=True):
    """A pod answered. `progressed_at` is when the height of its chain was last seen to grow, or was seen first."""

    status: S
    at: datetime
    progressed_at: datetime | None = None


class CouldNotLook(msgspec.Struct, frozen=True):
    """It did not, and why: a sentence without times or counters, since the conditions repeat it."""

    because: str
    at: datetime
    progressed_at: datetime | None = None


Answer = Looked[S] | CouldNotLook
Daemon = Answer[Status]


class Waiting(msgspec.Struct, frozen=True):
    """Why a container of a pod is not running: Kubernetes' reason (`ImagePullBackOff`) and its message."""

    container: str
    reason: str
    message: str = ""


class Run(msgspec.Struct, frozen=True):
    """A run of a container that has ended (`lastState.terminated`)."""

    started_at: datetime
    ended_at: datetime


class Pod(msgspec.Struct, frozen=True, kw_only=True):
    """One node's pod. `revision` is its `controller-revision-hash`; `unschedulable` is the scheduler's message.

    `turned_at` is when it last became ready or ceased to be, or else when a machine took it on, or when it was made.
    `restarts` and `last_run` are those of the container that has restarted most often; `image` is monerod's.
    """

    name: str
    uid: str
    revision: str
    image: str = ""
    is_ready: bool = False
    is_terminating: bool = False
    ip: str = ""
    turned_at: datetime | None = None
    waiting: Waiting | None = None
    unschedulable: str = ""
    restarts: int = 0
    last_run: Run | None = None

    @property
    def serves(self) -> bool:
        """Whether clients and siblings can count on it."""
        return self.is_ready and not self.is_terminating

    def is_crashing(self, now: datetime) -> bool:
        """Say whether a container ends again and again: often, soon after its start, and not long ago."""
        if self.restarts < CRASHES or self.last_run is None:
            return False
        ran_seconds = (self.last_run.ended_at - self.last_run.started_at).total_seconds()
        ended_seconds_ago = (now - self.last_run.ended_at).total_seconds()
        return ran_seconds < SHORT_RUN_SECONDS and ended_seconds_ago < SHORT_RUN_SECONDS + LONGEST_WAIT_SECONDS


class StatefulSet(msgspec.Struct, frozen=True, kw_only=True):
    """The StatefulSet of one ordinal of a network, or of a whole set.

    `update_revision` is empty until its controller has seen the current generation. `dials` are the addresses, without
    ports, that the node is told to dial, in order (`desired.statefulset.dials` reads them). `default_image` is the
    annotation `naming.ANNOTATION_DEFAULT_IMAGE`, `made_for` that of `naming.ANNOTATION_MADE_FOR`, `is_upgrading` says
    that `naming.ANNOTATION_UPGRADING` is there; `template` and `network` are the labels of those names in `naming`;
    `disk_size` is what its claim template asks for.
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
    is_terminating: bool = False


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
    """What differs by ordinal in a node set: the lines of each node's configuration file.

    `written` are fingerprints of the lines as they were written last, which no edit by others changes; `outdated` are
    the uids of pods that were there when their lines changed.
    """

    name: str
    uid: str
    contents: dict[int, str] = {}
    written: dict[int, str] = {}
    outdated: dict[int, str] = {}
    is_terminating: bool = False


class Clash(msgspec.Struct, frozen=True):
    """Something that is not ours has the name of a child; `controller` is `Kind/name`, or empty."""

    kind: str
    name: str
    controller: str = ""


class Refusal(msgspec.Struct, frozen=True):
    """The API server did not accept a child, and what it said: a quota, a resource that no machine knows."""

    kind: str
    name: str
    message: str


class Obstacles(msgspec.Struct, frozen=True):
    """What earlier writes ran into.

    `taken_addresses` are cluster IPs and node ports that the API server refused to give back to a Service of a node
    that was made again.
    """

    clashes: tuple[Clash, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    taken_addresses: frozenset[str] = frozenset()


class Unreadable(msgspec.Struct, frozen=True):
    """A child of ours that does not look like any child we could have made, and how (`Entry.error`)."""

    kind: str
    name: str
    problem: str


class Replica(msgspec.Struct, Generic[S], frozen=True, kw_only=True):
    """All that was seen of one ordinal.

    `name` is its pod's, also if there is none, and `home` its StatefulSet's; `status` is what its pod said within the
    last minute; `is_crashing` says that its pod runs for a moment between two crashes, if it runs, and `has_old_lines`
    that it was started before its lines of the ConfigMap changed. `idle_seconds` have passed since its pod turned
    (`Pod.turned_at`) and what it does was last seen to make progress.
    """

    name: str
    home: str
    ordinal: int
    statefulset: StatefulSet | None = None
    pod: Pod | None = None
    is_crashing: bool = False
    idle_seconds: float = 0.0
    has_old_lines: bool = False
    status: S | None = None

    @property
    def serves(self) -> bool:
        """Whether clients and siblings can count on it."""
        return self.pod is not None and self.pod.serves

    @property
    def is_current(self) -> bool:
        """Whether its pod was made from what its StatefulSet, and its ordinal's lines, say now."""
        if self.pod is None or self.statefulset is None or self.has_old_lines:
            return False
        return self.pod.revision == self.statefulset.update_revision != ""


class Node(Replica[Status], frozen=True, kw_only=True):
    """One node; what its pod says is its daemon's health."""

    @property
    def synced(self) -> bool | None:
        """What its daemon is known to say; its exporter answers also for a daemon that has said nothing."""
        if self.status is None or (self.status.height is None and not self.status.synced):
            return None
        return self.status.synced

    @property
    def is_synced(self) -> bool:
        """Whether its daemon is known to have the chain of its peers."""
        return self.synced is True

    @property
    def peers(self) -> int | None:
        """How many connections with peers its daemon is known to have."""
        if self.status is None or self.status.peers_in is None or self.status.peers_out is None:
            return None
        return self.status.peers_in + self.status.peers_out


class Miner(Replica[Mining], frozen=True, kw_only=True):
    """One miner."""


class Seen(msgspec.Struct, Generic[S], frozen=True, kw_only=True):
    """What was seen of the custom resource called `name`, whatever its kind.

    `may_upgrade` says that few enough others are being brought to what a newer operator makes of them.
    """

    name: str
    services: dict[str, Service] = {}
    pods: dict[int, Pod] = {}
    claims: dict[int, Claim] = {}
    daemons: dict[str, Answer[S]] = {}
    unreadable: tuple[Unreadable, ...] = ()
    obstacles: Obstacles = Obstacles()
    may_upgrade: bool = True

    def _replica(
        self, ordinal: int, name: str, home: str, statefulset: StatefulSet | None, now: datetime
    ) -> dict[str, Any]:
        """Return the fields of what is known of one ordinal; an answer that is too old is none."""
        pod = self.pods.get(ordinal)
        answer = self.daemons.get(pod.name) if pod else None
        is_fresh = isinstance(answer, Looked) and (now - answer.at).total_seconds() <= STALE_AFTER_SECONDS
        return {
            "name": name,
            "home": home,
            "ordinal": ordinal,
            "statefulset": statefulset,
            "pod": pod,
            "is_crashing": pod is not None and pod.is_crashing(now),
            "idle_seconds": _idle_seconds(pod, answer, now),
            "status": answer.status if isinstance(answer, Looked) and is_fresh else None,
        }


def _idle_seconds(pod: Pod | None, answer: Answer[Any] | None, now: datetime) -> float:
    moments = (pod.turned_at if pod else None, answer.progressed_at if answer else None)
    since = [moment for moment in moments if moment]
    return (now - max(since)).total_seconds() if since else 0.0


class NetworkFacts(Seen[Status], frozen=True, kw_only=True):
    """All that was seen of a network, which has a StatefulSet for each ordinal."""

    statefulsets: dict[int, StatefulSet] = {}

    @property
    def ordinals(self) -> tuple[int, ...]:
        """The nodes that exist, asked for or not; one that is stopped counts while its pod is there."""
        running = {ordinal for ordinal, found in self.statefulsets.items() if found.replicas}
        return tuple(sorted(running | self.pods.keys()))

    def node(self, ordinal: int, now: datetime) -> Node:
        """Return what is known of one ordinal."""
        name, home = naming.network_pod(self.name, ordinal), naming.network_statefulset(self.name, ordinal)
        return Node(**self._replica(ordinal, name, home, self.statefulsets.get(ordinal), now))


class SetFacts(Seen[S], Generic[S], frozen=True, kw_only=True):
    """All that was seen of a resource that has one StatefulSet."""

    statefulset: StatefulSet | None = None

    @property
    def ordinals(self) -> tuple[int, ...]:
        """The pods that exist or are made, asked for or not."""
        wanted = set(range(self.statefulset.replicas)) if self.statefulset else set()
        return tuple(sorted(wanted | self.pods.keys()))


class NodeSetFacts(SetFacts[Status], frozen=True, kw_only=True):
    """All that was seen of a node set."""

    config: ConfigMap | None = None

    def node(self, ordinal: int, now: datetime) -> Node:
        """Return what is known of one ordinal."""
        name, home = naming.node_pod(self.name, ordinal), naming.node_statefulset(self.name)
        node = Node(**self._replica(ordinal, name, home, self.statefulset, now))
        outdated = self.config.outdated.get(ordinal) if self.config else None
        has_old_lines = node.pod is not None and node.pod.uid == outdated
        return msgspec.structs.replace(node, has_old_lines=has_old_lines)


class MiningFacts(SetFacts[Mining], frozen=True, kw_only=True):
    """All that was seen of a mining set."""

    def miner(self, ordinal: int, now: datetime) -> Miner:
        """Return what is known of one ordinal."""
        home = naming.mining_statefulset(self.name)
        return Miner(**self._replica(ordinal, f"{home}-{ordinal}", home, self.statefulset, now))
