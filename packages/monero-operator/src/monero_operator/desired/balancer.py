# SPDX-License-Identifier: Apache-2.0
"""The Deployment that publishes the onion that all nodes share, and the ConfigMap that says who is behind it.

A client that asks for the shared onion is told introduction points of the nodes' own ones. A node that starts has new
ones, so a rollout must not be faster than clients can learn of them: hence the intervals, and the pace.
"""

from collections.abc import Sequence

import msgspec

from monero_operator import naming
from monero_operator.api.v1alpha1 import common
from monero_operator.desired import parent, routers, shapes
from monero_operator.desired.anonymity import OnTor
from monero_operator.desired.parent import Parent
from monero_operator.desired.pod import balancer as pod
from monero_operator.keys import entries

MAX_BACKENDS = 8
"""A descriptor has room for twenty introduction points, and each node gives two; some room is left."""
FETCH_SECONDS = 30
"""How often the nodes' descriptors are fetched; Onionbalance's own ten minutes are for services that rarely move."""
PUBLISH_SECONDS = 15
"""How often it is looked whether the shared descriptor must be published anew."""
PACE_SECONDS = 120.0
"""How old all pods must be before a rollout takes the next: tor has started by then, and what clients are told is new.

With 90 s, on a busy machine, 2 of 102 requests made during a rollout were not answered at the second attempt either.
Whether a pod is ready does not matter for this, so one that is so on and off holds up nobody.
"""
KEY = "balancer.json"


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """What Onionbalance is told: the entry of its key, and the onions behind its own."""

    schema: int
    key: str
    backends: tuple[str, ...]
    intervals: dict[str, int]


_encoder = msgspec.json.Encoder(order="deterministic")


def deployment(owner: Parent, on: OnTor, wanted: common.PodSettings) -> shapes.Deployment:
    """Return the Deployment. Two at a time would publish two descriptors, so the old pod goes first.

    That is not said by `Recreate`: the API server refuses it once a `rollingUpdate` of somebody else's was there.
    """
    one_by_one = shapes.RollingUpdate(max_surge=0, max_unavailable=1)
    selector = naming.balancer_selector(owner.kind, owner.name)
    labels = owner.labels | {naming.LABEL_COMPONENT: naming.COMPONENT_BALANCER}
    return shapes.Deployment(
        metadata=parent.metadata(owner, naming.balancer(owner.name), labels),
        spec=shapes.DeploymentSpec(
            replicas=1,
            revision_history_limit=1,
            strategy=shapes.DeploymentStrategy(type="RollingUpdate", rolling_update=one_by_one),
            selector=shapes.LabelSelector(match_labels=selector),
            template=pod.build(owner, on, wanted, naming.balancer_labels(owner.kind, owner.name)),
        ),
    )


def config_map(owner: Parent, on: OnTor, backends: Sequence[str]) -> shapes.ConfigMap:
    """Return the ConfigMap; its pod follows a change without a restart."""
    documents = {routers.TOR_KEY: _tor(on), KEY: _document(backends)}
    return shapes.ConfigMap(
        metadata=parent.metadata(owner, naming.balancer(owner.name), owner.labels),
        data={key: _encoder.encode(document).decode() for key, document in documents.items()},
    )


def _tor(on: OnTor) -> routers.TorDocument:
    """Return the document of a tor that is as the nodes' are, and neither serves nor proxies anything."""
    return routers.TorDocument(
        schema=routers.SCHEMA,
        lines=("SocksPort 0", *routers.tor_lines(on)),
        extra=on.spec.config_map_ref is not None,
    )


def _document(backends: Sequence[str]) -> Document:
    return Document(
        schema=routers.SCHEMA,
        key=entries.SHARED,
        backends=tuple(backends[:MAX_BACKENDS]),
        intervals={"fetchSeconds": FETCH_SECONDS, "publishSeconds": PUBLISH_SECONDS},
    )
