# SPDX-License-Identifier: Apache-2.0
"""Whether a set needs somebody who publishes one onion for all its nodes, and which of them are behind it."""

import msgspec

from aiomonero.types.health import Status
from monero_operator import naming
from monero_operator.desired import balancer, shapes
from monero_operator.facts import Keys, Seen
from monero_operator.plan.actions import Deletion
from monero_operator.plan.anonymity.addresses import Addresses
from monero_operator.plan.config import Config


class Balancing(msgspec.Struct, frozen=True):
    """What is applied, and what goes."""

    apply: tuple[shapes.Child, ...] = ()
    delete: tuple[Deletion, ...] = ()


def pace_seconds(config: Config) -> float:
    """Return how old all pods must be before a rollout takes the next."""
    on = config.anonymity.tor
    return balancer.PACE_SECONDS if on and on.is_balanced else 0.0


def decide(config: Config, facts: Seen[Status], *, replicas: int) -> Balancing:
    """Return what to do; while the nodes' addresses are not known, who is behind the onion stays as it is."""
    on = config.anonymity.tor
    if on is None or not on.is_balanced:
        return Balancing(delete=_left(facts))
    backends = _backends(config, facts, replicas)
    known = (balancer.config_map(config.parent, on, backends),) if backends else ()
    return Balancing(apply=(*known, balancer.deployment(config.parent, on, config.spec.pod)))


def _backends(config: Config, facts: Seen[Status], replicas: int) -> tuple[str, ...]:
    ring = facts.keys.get("tor", Keys()).served
    if ring is None:
        return ()
    known = Addresses(at="tor", network=config.network, wanted=config.anonymity, ring=ring, replicas=replicas)
    found = (known.rpc(ordinal) for ordinal in range(min(replicas, balancer.MAX_BACKENDS)))
    return tuple(address for address in found if address)


def _left(facts: Seen[Status]) -> tuple[Deletion, ...]:
    name = naming.balancer(facts.name)
    deployment, config_map = facts.deployments.get(name), facts.config_maps.get(name)
    return (
        *((Deletion("Deployment", name, deployment.uid),) if deployment and not deployment.is_terminating else ()),
        *((Deletion("ConfigMap", name, config_map.uid),) if config_map and not config_map.is_terminating else ()),
    )
