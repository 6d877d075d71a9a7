# SPDX-License-Identifier: Apache-2.0
"""The documents by which the agents beside nodes know what to serve (`desired.routers`).

While the onion that nodes share is not known, what is served stays as it is; where its key is bad, or nothing is served
yet, it alone is left out.
"""

from collections.abc import Mapping, Sequence

import msgspec

from aiomonero.types.health import Status
from monero_operator import naming
from monero_operator.desired import routers, shapes
from monero_operator.desired.anonymity import Anonymity
from monero_operator.desired.routers import I2pClient
from monero_operator.facts import HiddenNetwork, Keys, Seen
from monero_operator.keys import entries
from monero_operator.plan.config import Config


def config_maps(
    config: Config,
    facts: Seen[Status],
    *,
    replicas: int,
    is_settled: bool,
    maps: Mapping[str, str] | None = None,
    clients: Sequence[I2pClient] = (),
) -> tuple[shapes.ConfigMap, ...]:
    """Return the ConfigMaps of Tor and I2P for so many nodes, those on their way out included.

    Until every pod `is_settled`, made from the current template, addresses for peers that were served are.
    `maps` and `clients` lead to siblings where nodes talk by these alone.
    """
    config = config if is_settled else msgspec.structs.replace(config, anonymity=_lasting(config.anonymity, facts))
    return (*_tor(config, facts, maps or {}, is_alone=replicas <= 1), *_i2p(config, facts, replicas, clients))


def fronts(facts: Seen[Status]) -> tuple[str, ...]:
    """Return the onions that all nodes share: the current one, and that before a rotation while it is served."""
    keys = facts.keys.get("tor", Keys())
    found = (keys.address(entry) for entry in (entries.SHARED, entries.SHARED + entries.PREVIOUS))
    return tuple(address for address in found if address)


def _tor(
    config: Config, facts: Seen[Status], maps: Mapping[str, str], *, is_alone: bool
) -> tuple[shapes.ConfigMap, ...]:
    on = config.anonymity.tor
    if on is None:
        return ()
    masters = fronts(facts) if on.is_balanced else ()
    if on.is_balanced and not masters and _is_awaited(facts):
        return ()
    document = routers.tor(config.network, config.anonymity, masters=masters, maps=maps, is_alone=is_alone)
    return (routers.tor_config_map(config.parent, document, is_locked=on.is_locked),)


def _is_awaited(facts: Seen[Status]) -> bool:
    """Say whether the onion that all nodes share is not known, and something is served."""
    is_unknown = facts.keys.get("tor", Keys()).address(entries.SHARED) is None
    return is_unknown and naming.router(facts.name, "tor") in facts.config_maps


def _lasting(wanted: Anonymity, facts: Seen[Status]) -> Anonymity:
    """Return what is wanted with the addresses for peers that are served now: old pods go on sending by them."""

    def has_p2p(at: HiddenNetwork) -> bool:
        found = facts.config_maps.get(naming.router(facts.name, at))
        return wanted.enabled[at].has_p2p or (found is not None and found.has_p2p)

    tor, i2p = wanted.tor, wanted.i2p
    return msgspec.structs.replace(
        wanted,
        tor=tor and msgspec.structs.replace(tor, has_p2p=has_p2p("tor")),
        i2p=i2p and msgspec.structs.replace(i2p, has_p2p=has_p2p("i2p")),
    )


def _i2p(
    config: Config, facts: Seen[Status], replicas: int, clients: Sequence[I2pClient]
) -> tuple[shapes.ConfigMap, ...]:
    if config.anonymity.i2p is None:
        return ()
    keys = facts.keys.get("i2p", Keys())
    nodes = [keys.address(f"p2p-{ordinal}") or "" for ordinal in range(replicas)]
    document = routers.i2p(config.network, config.anonymity, clients=clients, nodes=nodes)
    return (routers.i2p_config_map(config.parent, document),)
