# SPDX-License-Identifier: Apache-2.0
"""The folders from which tor serves onions, one for each key.

A folder never gets another key: tor ends over one that does not fit the public key beside it.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from monero_agent import files, mounted_keys, onion_key
from monero_agent.mounted_keys import MountedKeys
from monero_agent.problems import Problem
from monero_agent.tor import wanted
from monero_agent.tor.torrc import Served
from monero_agent.tor.wanted import Service

_SECRET, _HOSTNAME, _MASTERS = "hs_ed25519_secret_key", "hostname", "ob_config"
_CLIENTS, _CLIENT = "authorized_clients", ".auth"


@dataclass(frozen=True, slots=True)
class Installed:
    """What can be served, what is wrong with the rest, and whether tor has to look at the folders again.

    `is_narrowed` says that somebody who could get in shall not do so any more, for which tor has to begin anew: told to
    look again it keeps its introduction points, and with them lets in whoever learned of them before.
    """

    served: tuple[Served, ...]
    problems: tuple[Problem, ...]
    is_changed: bool
    is_narrowed: bool


class Onions:
    """The folders below one that outlives the agent's container."""

    def __init__(self, folder: Path, keys: Path) -> None:
        self._folder = folder
        self._keys = MountedKeys(keys, folder, onion_key, self._put)
        self._problems: list[Problem] = []
        self._is_changed = self._is_narrowed = False

    def install(self, services: Iterable[Service]) -> Installed:
        """Make the folders of all services whose key is there."""
        self._problems, self._is_changed, self._is_narrowed = [], False, False
        served: dict[str, Served] = {}
        for each in self._wanted(services):
            if (first := served.setdefault(_digest(each.folder), each)) is not each and not each.is_previous:
                same = f"{each.service.key} has the same key as {first.service.key}: it is not served twice"
                self._tell("KeyDuplicate", same)
        return Installed(tuple(served.values()), tuple(self._problems), self._is_changed, self._is_narrowed)

    def keep_only(self, served: Iterable[Served]) -> None:
        """Remove the folders that tor does not use any more, and remember those that it does."""
        self._keys.keep_only(
            {mounted_keys.entry(each.service.key, is_previous=each.is_previous): each.folder for each in served}
        )

    def _wanted(self, services: Iterable[Service]) -> Iterator[Served]:
        for service in services:
            if (clients := self._clients(service)) is None:
                continue
            for folder, is_previous in self._keys.places(service.key, self._problems):
                self._set_up(folder, service, clients)
                yield Served(service, folder, is_previous)

    def _put(self, key: str, content: bytes) -> Path:
        folder = files.make_private(self._folder / f"{key}-{hashlib.sha256(content).hexdigest()[:16]}")
        self._is_changed |= files.write(folder / _SECRET, content)
        return folder

    def _clients(self, service: Service) -> dict[str, str] | None:
        """Return the clients that may get in; None where all that were named are wrong, so that nobody may."""
        clients = {}
        for name, public_key in service.clients.items():
            if problem := wanted.client_problem(service.name, name, public_key):
                self._problems.append(problem)
            else:
                clients[name] = public_key
        if service.clients and not clients:
            self._tell("ClientInvalid", f"service {service.name} has no valid client, and without one is not served")
            return None
        return clients

    def _set_up(self, folder: Path, service: Service, clients: Mapping[str, str]) -> None:
        lines = {f"{name}{_CLIENT}": f"descriptor:x25519:{public}\n" for name, public in clients.items()}
        self._authorize(folder, lines)
        if service.masters:
            masters = "".join(f"MasterOnionAddress {onion}\n" for onion in service.masters)
            self._is_changed |= files.write(folder / _MASTERS, masters.encode())

    def _authorize(self, folder: Path, wanted: Mapping[str, str]) -> None:
        """Let in exactly the wanted clients, or everybody; the files of new ones are there before others go."""
        allowed = files.make_private(folder / _CLIENTS)
        before = {path.name: path.read_text() for path in allowed.iterdir() if path.suffix == _CLIENT}
        if before == wanted:
            return
        self._is_changed = True
        gone = {name for name, line in before.items() if wanted.get(name) != line}
        self._is_narrowed |= bool(wanted and (gone or not before) and address(folder))
        for name, line in wanted.items():
            files.write(allowed / name, line.encode())
        for name in before.keys() - wanted.keys():
            (allowed / name).unlink()

    def _tell(self, code: str, message: str) -> None:
        self._problems.append(Problem(code, message))


def address(folder: Path) -> str | None:
    """Return the address that tor itself derived from a folder's key, once it has."""
    content = files.read(folder / _HOSTNAME)
    return content.decode("ascii", "replace").strip() or None if content else None


def _digest(folder: Path) -> str:
    return folder.name.rpartition("-")[2]
