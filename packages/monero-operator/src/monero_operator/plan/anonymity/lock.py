# SPDX-License-Identifier: Apache-2.0
"""Whether nodes have left the clearnet for good.

With `untilSynced` they do once all of them say that they have the chain, and it is remembered in more than one place:
on the Secret of their keys, on the ConfigMap of Tor, and by the StatefulSet, whose nodes are told so. Any of them
counts, so that a deleted object opens nothing. Only `allowed` opens it again.
"""

from collections.abc import Iterable, Mapping, Sequence

from monero_operator import naming
from monero_operator.api.v1alpha1.anonymity import Tor
from monero_operator.facts import ConfigMap, HiddenNetwork, Keys, Node, StatefulSet


def is_remembered(name: str, config_maps: Mapping[str, ConfigMap], *statefulsets: StatefulSet | None) -> bool:
    """Say whether the ConfigMap of Tor, or one of these StatefulSets, says that an owner's nodes are locked."""
    told = config_maps.get(naming.router(name, "tor"))
    return (told is not None and told.is_locked) or any(found.is_locked for found in statefulsets if found)


def is_locked(
    tor: Tor,
    nodes: Sequence[Node],
    keys: Mapping[HiddenNetwork, Keys],
    *,
    is_remembered: bool,
) -> bool:
    """Say whether nodes may talk to nobody but Tor.

    `nodes` are those that are asked for; `is_remembered` says that a ConfigMap or a StatefulSet has it.
    """
    if not tor.enabled or tor.clearnet == "allowed":
        return False
    if tor.clearnet == "never" or is_remembered:
        return True
    served = keys["tor"].served if "tor" in keys else None
    return (served is not None and served.is_locked) or (bool(nodes) and all(node.is_synced for node in nodes))


def is_carried_out(nodes: Iterable[Node]) -> bool:
    """Say whether all these nodes, as they run and as they would start, talk to nobody but Tor."""
    return all(
        node.statefulset is not None and node.statefulset.is_locked and (node.pod is None or node.pod.is_locked)
        for node in nodes
    )


def is_known(tor: Tor, keys: Mapping[HiddenNetwork, Keys], *, is_remembered: bool) -> bool:
    """Say whether that can be told: what a Secret that cannot be read remembers might be all that there is."""
    if not tor.enabled or tor.clearnet != "untilSynced" or is_remembered:
        return True
    return "tor" in keys and keys["tor"].served is not None
