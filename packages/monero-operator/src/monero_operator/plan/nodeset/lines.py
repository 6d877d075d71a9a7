# SPDX-License-Identifier: Apache-2.0
"""What each node of a set is told that its siblings are not: lines of monerod's configuration file, by ordinal.

Their flags stand there whole, the user's entries included. While an address that a node dials is unknown its lines stay
as they were, so no node is made before the addresses that it dials are known, and none forgets them.

All pods of a StatefulSet have one template, so a change of one node's lines shows in none of them, and Kubernetes binds
the file when a container starts. Hence the ConfigMap itself remembers which pods were there when their lines changed:
by uid, so no clock matters. To the rollout such a pod is an outdated one.
"""

from collections.abc import Iterable, Mapping

import msgspec

from monero_operator import naming
from monero_operator.api.arguments import Argument
from monero_operator.desired import configmap
from monero_operator.desired.service import Kept
from monero_operator.facts import Node, NodeSetFacts
from monero_operator.plan import peering
from monero_operator.plan.anonymity import zones
from monero_operator.plan.nodeset.config import NodeSetConfig

EXCLUSIVE = "add-exclusive-node"
PRIORITY = "add-priority-node"
EXTERNAL_PORT = "p2p-external-port"


class Lines(msgspec.Struct, frozen=True):
    """The file of each ordinal, as far as it is known, and the uids of the pods that were started with another."""

    contents: Mapping[int, str]
    outdated: Mapping[int, str]

    def known(self, wanted: int) -> int:
        """Return how many of the wanted nodes, from ordinal 0, have their lines."""
        return next((ordinal for ordinal in range(wanted) if ordinal not in self.contents), wanted)


def flags(config: NodeSetConfig) -> frozenset[str]:
    """Return the flags that stand in each node's own file."""
    external = {EXTERNAL_PORT} if config.whole.p2p.expose == "NodePort" else set()
    zoned = zones.FLAGS if config.anonymity.met else frozenset()
    return frozenset(_dialing(config) | external) | zoned


def _dialing(config: NodeSetConfig) -> set[str]:
    """Return the flag by which nodes dial; a single closed node that nobody reaches needs none: offline."""
    given = {argument.flag for argument in config.arguments}
    if "offline" in given:
        return set()
    if config.is_closed:
        is_alone = config.whole.replicas == 1 and config.whole.p2p.expose == "None"
        return set() if is_alone and EXCLUSIVE not in given else {EXCLUSIVE}
    if not (config.whole.p2p.siblings or zones.has_peers(config.anonymity)):
        return set()
    # Beside exclusive nodes others are not dialed, of whatever zone.
    return {EXCLUSIVE if config.anonymity.met and EXCLUSIVE in given else PRIORITY}


def has_addresses(config: NodeSetConfig) -> bool:
    """Say whether nodes are dialed by addresses of the cluster; one that talks to Tor alone dials no such address."""
    dials = config.is_closed or config.whole.p2p.siblings
    return bool(_dialing(config)) and dials and not config.anonymity.is_locked


def are_known(config: NodeSetConfig, told: Lines) -> bool:
    """Say whether every node that is asked for has its lines, if it needs any."""
    return not flags(config) or told.known(config.whole.replicas) == config.whole.replicas


def decide(config: NodeSetConfig, facts: NodeSetFacts, ordinals: Iterable[int]) -> Lines:
    """Return the lines of these ordinals; those of nodes that leave stay as they are."""
    if not flags(config):
        return Lines({}, {})
    before = facts.config.contents if facts.config else {}
    contents: dict[int, str] = {}
    for ordinal in ordinals:
        lines = _lines(config, facts, ordinal) if ordinal < config.whole.replicas else None
        text = before.get(ordinal) if lines is None else configmap.content(lines)
        if text is not None:
            contents[ordinal] = text
    return Lines(contents, _outdated(facts, contents))


def informed(node: Node, told: Lines) -> Node:
    """Return a node as it stands to its lines as they are to be."""
    return msgspec.structs.replace(node, has_old_lines=node.pod is not None and node.ordinal in told.outdated)


def remembered(config: NodeSetConfig, facts: NodeSetFacts, ordinal: int) -> Kept:
    """Return what the nodes were told of an ordinal's Service: the address that they dial, the port that it tells."""
    before = facts.config.contents if facts.config else {}
    # Without addresses of the cluster the first entries are somebody else's.
    is_dialed = has_addresses(config)
    dialers = sorted(other for other in before if is_dialed and (other > ordinal or other == ordinal == 0))
    told = (configmap.values(before[dialer], flag) for dialer in dialers for flag in (EXCLUSIVE, PRIORITY))
    address = next((entries[ordinal].rpartition(":")[0] for entries in told if len(entries) > ordinal), "")
    address = "" if address.endswith(zones.SUFFIXES) else address
    port = next(iter(configmap.values(before.get(ordinal, ""), EXTERNAL_PORT)), "")
    return Kept(address, {naming.PORT_P2P: port})


def _lines(config: NodeSetConfig, facts: NodeSetFacts, ordinal: int) -> tuple[Argument, ...] | None:
    """Return the lines of one node, or None while an address in them is unknown."""
    dialed, port = _dialed(config, facts, ordinal), _external_port(config, facts, ordinal)
    inbound = zones.inbound(config.anonymity, config.network, facts.keys, ordinal)
    if dialed is None or port is None or inbound is None:
        return None
    return (*dialed, *port, *zones.proxies(config.anonymity), *inbound)


def _dialed(config: NodeSetConfig, facts: NodeSetFacts, ordinal: int) -> tuple[Argument, ...] | None:
    """Return whom a node dials: siblings, peers of Tor and I2P, and whom the user names."""
    lines: list[Argument] = []
    for flag in _dialing(config):
        users = [argument for argument in config.arguments if argument.flag == flag]
        siblings, zoned = _siblings(config, facts, ordinal, has_others=bool(users)), _zoned(config, facts, ordinal)
        if siblings is None or zoned is None:
            return None
        lines += [Argument(flag, address) for address in (*siblings, *zoned)] + users
    return tuple(lines)


def _siblings(config: NodeSetConfig, facts: NodeSetFacts, ordinal: int, *, has_others: bool) -> tuple[str, ...] | None:
    if not has_addresses(config):
        return ()
    dials = range(max(ordinal, 1)) if config.is_closed and not has_others else range(ordinal)
    addresses = peering.addresses(facts, dials)
    return None if addresses is None else tuple(f"{address}:{config.network.ports.p2p}" for address in addresses)


def _zoned(config: NodeSetConfig, facts: NodeSetFacts, ordinal: int) -> tuple[str, ...] | None:
    siblings = zones.siblings(ordinal, config.whole.replicas) if config.has_siblings else ()
    return zones.peers(config.anonymity, config.network, facts.keys, siblings)


def _external_port(config: NodeSetConfig, facts: NodeSetFacts, ordinal: int) -> tuple[Argument, ...] | None:
    """Return the port at which the world finds a node, which it tells its peers; a load balancer keeps its own."""
    if config.whole.p2p.expose != "NodePort":
        return ()
    found = peering.p2p_service(facts, ordinal)
    port = found.node_ports.get(naming.PORT_P2P) if found else None
    return (Argument(EXTERNAL_PORT, port),) if port else None


def _outdated(facts: NodeSetFacts, contents: Mapping[int, str]) -> dict[int, str]:
    """Return who was started with other lines, for all that is known: without a ConfigMap, its lines are as they were.

    One that was made anew and lacks the lines of a node that runs was lost together with an address in them.
    """
    if facts.config is None:
        return {}
    written, outdated = facts.config.written, facts.config.outdated
    return {
        ordinal: pod.uid
        for ordinal, pod in facts.pods.items()
        if outdated.get(ordinal) == pod.uid
        or (ordinal in contents and written.get(ordinal) != configmap.fingerprint(contents[ordinal]))
    }
