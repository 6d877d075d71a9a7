# SPDX-License-Identifier: Apache-2.0
"""What tor is to do, from the operator's document: the same for all pods but for their ordinal."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from monero_agent import config
from monero_agent.config import WrongError
from monero_agent.problems import Problem

_ONION = re.compile(r"[a-z2-7]{56}\.onion")
_IPV4 = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3}){3}")
_CLIENT = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Service:
    """One onion service; `key` is the entry of its key. With `clients` nobody else gets in, not even if none is valid.

    `masters` are the onions for which Onionbalance makes this one answer.
    """

    name: str
    key: str
    ports: tuple[str, ...]
    lines: tuple[str, ...]
    clients: Mapping[str, str]
    masters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The document. `maps` gives addresses to onions, for programs that know only addresses."""

    lines: tuple[str, ...]
    services: tuple[Service, ...]
    maps: Mapping[str, str]


def parse(document: Mapping[str, Any], ordinal: int) -> Wanted:
    """Return what a document asks of the pod with this ordinal."""
    services = document.get("services", [])
    if not isinstance(services, list):
        raise WrongError("services is not a list")
    return Wanted(
        lines=config.texts(document.get("lines", [])),
        services=tuple(_service(each, ordinal) for each in services),
        maps=_maps(document.get("maps", {})),
    )


def client_problem(service: str, name: str, key: str) -> Problem | None:
    """Return why a client's public key cannot be used, if so: tor skips such a client, and lets in all without any."""
    if not _CLIENT.fullmatch(name):
        return Problem("ClientInvalid", f"service {service}: {name!r} is not a client's name")
    try:
        decoded = base64.b32decode(key + "=" * (-len(key) % 8))
    except binascii.Error:
        decoded = b""
    if len(decoded) != _KEY_BYTES or not any(decoded):
        return Problem("ClientInvalid", f"service {service}: the public key of client {name} is not 32 bytes in base32")
    return None


def _service(document: object, ordinal: int) -> Service:
    if not isinstance(document, Mapping):
        raise WrongError("what should be a service is not")
    ports = config.texts(document.get("ports", []))
    if not ports:
        raise WrongError(f"service {document.get('name')!r} has no port")
    return Service(
        name=config.text(document.get("name")),
        key=config.entry(document.get("key"), ordinal),
        ports=ports,
        lines=config.texts(document.get("lines", [])),
        clients=config.pairs(document.get("clients", {})),
        masters=tuple(_onion(each) for each in config.texts(document.get("masters", []))),
    )


def _maps(document: object) -> dict[str, str]:
    maps = config.pairs(document)
    if wrong := [address for address in maps if not _IPV4.fullmatch(address)]:
        raise WrongError(f"{wrong[0]!r} is not an address that an onion can stand behind")
    return {address: _onion(onion) for address, onion in maps.items()}


def _onion(address: str) -> str:
    if not _ONION.fullmatch(address):
        raise WrongError(f"{address!r} is not an onion")
    return address
