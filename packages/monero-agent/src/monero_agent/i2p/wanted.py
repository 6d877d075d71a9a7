# SPDX-License-Identifier: Apache-2.0
"""What `i2p.json` asks for: read into values, so that nothing else meets JSON."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from monero_agent import config
from monero_agent.config import WrongError

_NAME = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
_OPTION = re.compile(r"[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*")
_DESTINATION = re.compile(r"[a-z2-7]{52,60}\.b32\.i2p")


@dataclass(frozen=True, slots=True)
class Place:
    """An address of this machine and a port."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Service:
    """A tunnel that others come in by: at one port of the destination of `key`, the entry of that.

    That one `is_shared` means that all pods have it, with the same key.
    """

    name: str
    key: str
    port: int
    target: Place
    options: Mapping[str, str]
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class Client:
    """A tunnel that leads out: what is said to `listen` goes to a port of a destination."""

    listen: Place
    destination: str
    port: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """The document. `socks` is where programs of the pod reach all destinations, if any does.

    `nodes` are the own destinations of all pods, by ordinal, as far as they are known.
    """

    socks: Place | None
    options: Mapping[str, str]
    services: tuple[Service, ...]
    clients: tuple[Client, ...]
    nodes: tuple[str, ...] = ()


def parse(document: Mapping[str, Any], ordinal: int) -> Wanted:
    """Return what a document asks of the pod with this ordinal."""
    services = tuple(_service(each, ordinal) for each in _list(document, "services"))
    names = [service.name for service in services]
    if len(set(names)) < len(names):
        raise WrongError(f"two services have one name: {', '.join(names)}")
    return Wanted(
        socks=_place(document["socks"]) if document.get("socks") else None,
        options=_options(document.get("options", {})),
        services=services,
        clients=tuple(_client(each) for each in _list(document, "clients")),
        nodes=tuple(_node(each) for each in _list(document, "nodes")),
    )


def _service(document: object, ordinal: int) -> Service:
    if not isinstance(document, Mapping):
        raise WrongError("what should be a service is not")
    name = config.text(document.get("name"))
    if not _NAME.fullmatch(name):
        raise WrongError(f"{name!r} is not the name of a service")
    return Service(
        name=name,
        key=config.entry(document.get("key"), ordinal),
        port=_port(document.get("port")),
        target=_place(document.get("target")),
        options=_options(document.get("options", {})),
        is_shared=not config.is_own(document.get("key")),
    )


def _client(document: object) -> Client:
    if not isinstance(document, Mapping):
        raise WrongError("what should be a client tunnel is not")
    destination = config.text(document.get("destination"))
    if not _DESTINATION.fullmatch(destination):
        raise WrongError(f"{destination!r} is not a destination")
    return Client(_place(document.get("listen")), destination, _port(document.get("port")))


def _node(value: object) -> str:
    address = config.text(value)
    if address and not _DESTINATION.fullmatch(address):
        raise WrongError(f"{address!r} is not a destination")
    return address


def _list(document: Mapping[str, Any], name: str) -> list[Any]:
    found = document.get(name, [])
    if not isinstance(found, list):
        raise WrongError(f"{name} is not a list")
    return found


def _options(document: object) -> dict[str, str]:
    options = config.pairs(document)
    if wrong := [name for name in options if not _OPTION.fullmatch(name)]:
        raise WrongError(f"{wrong[0]!r} is not the name of an option")
    return options


def _place(value: object) -> Place:
    host, _, port = config.text(value).rpartition(":")
    try:
        is_near = ipaddress.IPv4Address(host).is_loopback
    except ValueError:
        is_near = False
    if not is_near or not port.isdecimal():
        raise WrongError(f"{value!r} is not an IPv4 address of loopback and a port")
    return Place(host, _port(int(port)))


def _port(value: object) -> int:
    if not isinstance(value, int) or not 0 < value < 1 << 16:
        raise WrongError(f"{value!r} is not a port")
    return value
