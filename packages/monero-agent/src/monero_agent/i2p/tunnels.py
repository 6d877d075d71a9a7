# SPDX-License-Identifier: Apache-2.0
"""The text of `tunnels.conf`, and the two texts by which a running i2pd gets from one to the next.

A SIGHUP silently breaks every server tunnel that i2pd finds unchanged (2.56 to 2.59: its port gets a new listener, and
nothing is bound to that). So all of them are taken away first and put back then, a tenth of a second later; a keeper
for each destination, a tunnel to where siblings knock, holds the destination meanwhile. Without it the destination
would begin anew, and clients that know its old lease set would not reach it for ten minutes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from monero_agent.i2p import conf, own_key
from monero_agent.i2p.conf import Places
from monero_agent.i2p.destinations import Served
from monero_agent.i2p.wanted import Client

KEEPER_PORT = 65535
"""Only siblings ask for it."""

Sections = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Tunnels:
    """All sections, by what becomes of them when they are read anew."""

    services: Sections = field(default_factory=dict)
    keepers: Sections = field(default_factory=dict)
    clients: Sections = field(default_factory=dict)

    @property
    def names(self) -> frozenset[str]:
        return frozenset({*self.services, *self.keepers, *self.clients})

    def render(self) -> str:
        """Return the text. The order matters: what asks for an unknown port gets the first tunnel of a destination."""
        sections = {**self.services, **self.keepers, **self.clients}
        return "\n".join(_section(name, options) for name, options in sections.items())


def of(served: Iterable[Served], clients: Iterable[Client], common: Mapping[str, str], places: Places) -> Tunnels:
    """Return what there is to be; `common` holds for every tunnel."""
    services: dict[str, Mapping[str, str]] = {}
    keepers: dict[str, Mapping[str, str]] = {}
    for each in served:
        destination = {**common, **each.service.options, "type": "server", "keys": conf.below(places.data, each.file)}
        name = each.service.name + ("-previous" if each.is_previous else "")
        services[name] = destination | _leading(each.service.port, each.service.target.host, each.service.target.port)
        keepers.setdefault(f"keeper-{each.file.stem}", destination | _leading(KEEPER_PORT, "127.0.0.1", places.door))
    return Tunnels(services, keepers, {_name(client): _client(client, common, places) for client in clients})


def between(old: Tunnels, new: Tunnels) -> Tunnels:
    """Return what there is to be for a moment: all that stays as it is, but none of the services."""
    return Tunnels(keepers=_same(old.keepers, new.keepers), clients=_same(old.clients, new.clients))


def _same(old: Sections, new: Sections) -> Sections:
    return {name: options for name, options in new.items() if old.get(name) == options}


def _leading(port: int, host: str, target: int) -> dict[str, str]:
    return {"inport": str(port), "host": host, "port": str(target)}


def _name(client: Client) -> str:
    return f"client-{client.listen.host}-{client.listen.port}"


def _client(client: Client, common: Mapping[str, str], places: Places) -> Mapping[str, str]:
    return {
        **common,
        "type": "client",
        "keys": conf.below(places.data, places.own / own_key.CLIENTS),
        "address": client.listen.host,
        "port": str(client.listen.port),
        "destination": client.destination,
        "destinationport": str(client.port),
    }


def _section(name: str, options: Mapping[str, str]) -> str:
    return f"[{name}]\n" + "".join(f"{option} = {value}\n" for option, value in options.items())
