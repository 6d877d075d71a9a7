# SPDX-License-Identifier: Apache-2.0
"""The documents by which the agents beside nodes know what to serve (`desired.routers`).

One that needs an address that is not known yet is not written: what is served stays as it is.
"""

from collections.abc import Mapping, Sequence

from aiomonero.types.health import Status
from monero_operator.desired import routers, shapes
from monero_operator.desired.routers import I2pClient
from monero_operator.facts import Seen
from monero_operator.plan.config import Config

PREVIOUS = ".previous"
"""After an entry's name: the key before the last rotation, while both are served."""


def config_maps(
    config: Config,
    facts: Seen[Status],
    *,
    replicas: int,
    maps: Mapping[str, str] | None = None,
    clients: Sequence[I2pClient] = (),
) -> tuple[shapes.ConfigMap, ...]:
    """Return the ConfigMaps of Tor and I2P for so many nodes, those on their way out included.

    `maps` and `clients` lead to siblings where nodes talk by these alone.
    """
    return (*_tor(config, facts, maps or {}, is_alone=replicas <= 1), *_i2p(config, clients))


def fronts(facts: Seen[Status]) -> tuple[str, ...]:
    """Return the onions that all nodes share: the current one, and that before a rotation while it is served."""
    served = facts.keys["tor"].served if "tor" in facts.keys else None
    addresses = served.addresses if served else {}
    found = (addresses.get(entry) for entry in (routers.SHARED, routers.SHARED + PREVIOUS))
    return tuple(address for address in found if address)


def _tor(
    config: Config, facts: Seen[Status], maps: Mapping[str, str], *, is_alone: bool
) -> tuple[shapes.ConfigMap, ...]:
    on = config.anonymity.tor
    if on is None:
        return ()
    masters = fronts(facts) if on.is_balanced else ()
    if on.is_balanced and not masters:
        return ()
    document = routers.tor(config.network, config.anonymity, masters=masters, maps=maps, is_alone=is_alone)
    return (routers.tor_config_map(config.parent, document, is_locked=on.is_locked),)


def _i2p(config: Config, clients: Sequence[I2pClient]) -> tuple[shapes.ConfigMap, ...]:
    if config.anonymity.i2p is None:
        return ()
    document = routers.i2p(config.network, config.anonymity, clients=clients)
    return (routers.i2p_config_map(config.parent, document),)
