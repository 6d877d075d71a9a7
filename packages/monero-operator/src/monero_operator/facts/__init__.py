# SPDX-License-Identifier: Apache-2.0
"""What was seen of one custom resource: its children, and what its daemons answered. Frozen values, no opinion.

"Could not look, because" is a fact like any other. Children are keyed by ordinal, Services, ConfigMaps and
Deployments by name, daemons by the name of their pod. What the resource does not control is not in here, except as a
clash.
"""

from monero_operator.facts.answer import Answer, CouldNotLook, Daemon, Looked, Mining
from monero_operator.facts.children import (
    Claim,
    ConfigMap,
    Deployment,
    Monitor,
    Monitoring,
    MonitorKind,
    Service,
    StatefulSet,
)
from monero_operator.facts.keys import HiddenNetwork, KeyRing, Keys
from monero_operator.facts.obstacles import Clash, Obstacles, Refusal, Unreadable
from monero_operator.facts.pod import Pod, Run, Waiting
from monero_operator.facts.replica import Miner, Node, Replica
from monero_operator.facts.seen import STALE_AFTER_SECONDS, MiningFacts, NetworkFacts, NodeSetFacts, Seen, SetFacts

__all__ = [
    "STALE_AFTER_SECONDS",
    "Answer",
    "Claim",
    "Clash",
    "ConfigMap",
    "CouldNotLook",
    "Daemon",
    "Deployment",
    "HiddenNetwork",
    "KeyRing",
    "Keys",
    "Looked",
    "Miner",
    "Mining",
    "MiningFacts",
    "Monitor",
    "MonitorKind",
    "Monitoring",
    "NetworkFacts",
    "Node",
    "NodeSetFacts",
    "Obstacles",
    "Pod",
    "Refusal",
    "Replica",
    "Run",
    "Seen",
    "Service",
    "SetFacts",
    "StatefulSet",
    "Unreadable",
    "Waiting",
]
