# SPDX-License-Identifier: Apache-2.0
"""What a plan can ask for. The order of application: keys, then what a plan that knows them says of children, claims,
deletions, restarts, blocks, status, events."""

from typing import Literal

import msgspec

from kubeloop.objects.metadata import OwnerReference
from monero_operator.api import reasons
from monero_operator.api.v1alpha1.monerominingnodeset import MoneroMiningNodeSetStatus
from monero_operator.api.v1alpha1.moneronetwork import MoneroNetworkStatus
from monero_operator.api.v1alpha1.moneronodeset import MoneroNodeSetStatus
from monero_operator.desired import shapes
from monero_operator.facts import HiddenNetwork, MonitorKind

ChildKind = Literal["StatefulSet", "Deployment", "Service", "ConfigMap", MonitorKind]
Status = MoneroNodeSetStatus | MoneroNetworkStatus | MoneroMiningNodeSetStatus


class Event(msgspec.Struct, frozen=True):
    """Something happened that a person would want to see in `kubectl describe`."""

    type: Literal["Normal", "Warning"]
    reason: reasons.Reason
    message: str


class Deletion(msgspec.Struct, frozen=True):
    """Delete a child that is not wanted any more; the uid is a precondition.

    With the propagation `Orphan` the garbage collector frees what the child owns before the child goes.
    """

    kind: ChildKind
    name: str
    uid: str
    propagation: Literal["Background", "Orphan"] = "Background"


class ClaimChange(msgspec.Struct, frozen=True, kw_only=True):
    """Let a claim ask for more, or change with whom it goes (None: as it is), if it still is at this version."""

    name: str
    version: str
    size: str | None = None
    owners: tuple[OwnerReference, ...] | None = None


class KeyOrder(msgspec.Struct, frozen=True, kw_only=True):
    """Bring one Secret of keys to what is wanted, if it still is at this version; without uid: if there is none.

    `make` are entries that get a new key, `copy` those that get the key of the user's own Secret `given`. With
    `keeps_previous` what they replace stays beside them. `name` are those whose file for people is written anew, and
    `encrypted` those where it tells the address of an encrypted lease set; `retire` are those that go. An annotation of
    None goes. `events` are told when it is done.
    """

    network: HiddenNetwork
    secret: str
    uid: str = ""
    version: str = ""
    labels: dict[str, str]
    owner: OwnerReference | None = None
    annotations: dict[str, str | None] = {}
    make: tuple[str, ...] = ()
    copy: tuple[str, ...] = ()
    given: str = ""
    given_version: str = ""
    keeps_previous: bool = False
    name: tuple[str, ...] = ()
    encrypted: tuple[str, ...] = ()
    retire: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()


class KeyDrop(msgspec.Struct, frozen=True):
    """Delete a Secret of keys that is not to outlive its use; the uid is a precondition.

    `events` are told when it is done.
    """

    secret: str
    uid: str
    events: tuple[Event, ...] = ()


class Restart(msgspec.Struct, frozen=True):
    """Delete a pod so that it comes back from the current template; the uid is a precondition."""

    pod: str
    uid: str


class BlockOrder(msgspec.Struct, frozen=True):
    """Make blocks: at once until the chain has `initial` blocks beside its genesis, then one per interval.

    `endpoints` are the restricted RPC of nodes that are ready and in sync, in a stable order; any of them will do.
    """

    interval_seconds: float
    initial: int
    address: str
    endpoints: tuple[str, ...]


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What to do, in the order in which to do it. `status` is None for an object that is being deleted.

    With `keys` the rest waits for a plan that is made when these are there. `apply` holds every child that is wanted in
    its wanted state, also if it is so already: who applies compares.
    `keep_blocks` leaves the order for blocks as it was given before, whatever `blocks` says. `is_upgrading` says that
    this counts among the few owners whose nodes are brought to what a newer operator makes of them.
    """

    keys: tuple[KeyOrder | KeyDrop, ...] = ()
    apply: tuple[shapes.Child, ...] = ()
    claims: tuple[ClaimChange, ...] = ()
    delete: tuple[Deletion, ...] = ()
    restart: tuple[Restart, ...] = ()
    blocks: BlockOrder | None = None
    keep_blocks: bool = False
    is_upgrading: bool = False
    status: Status | None = None
    events: tuple[Event, ...] = ()
    look_again_after_seconds: float | None = None
