# SPDX-License-Identifier: Apache-2.0
"""The folders from which tor serves onions, one for each key and named by it: a folder never gets another key.

So a rotation leaves what was served before as it is, and tor, which ends over a key that does not fit the public key
beside it, never finds two halves. Which entry was served from which folder is remembered for the day its key is bad.
"""

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from monero_agent import files
from monero_agent import onion_key as key
from monero_agent.problems import Problem
from monero_agent.tor import wanted
from monero_agent.tor.torrc import Served
from monero_agent.tor.wanted import Service

_REMEMBERED = "served.json"
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
        self._keys = keys
        self._remembered: dict[str, str] = {}
        self._problems: list[Problem] = []
        self._is_changed = self._is_narrowed = False

    def install(self, services: Iterable[Service]) -> Installed:
        """Make the folders of all services whose key is there."""
        files.make_private(self._folder)
        self._remembered = self._remembered or _read_remembered(self._folder / _REMEMBERED)
        self._problems, self._is_changed, self._is_narrowed = [], False, False
        served: dict[str, Served] = {}
        for each in self._wanted(services):
            if (first := served.setdefault(_digest(each.folder), each)) is not each and not each.is_previous:
                same = f"{each.service.key} has the same key as {first.service.key}: it is not served twice"
                self._tell("KeyDuplicate", same)
        return Installed(tuple(served.values()), tuple(self._problems), self._is_changed, self._is_narrowed)

    def keep_only(self, served: Iterable[Served]) -> None:
        """Remove the folders that tor does not use any more, and remember those that it does."""
        self._remembered = {_entry(each): each.folder.name for each in served}
        files.write(self._folder / _REMEMBERED, json.dumps(self._remembered).encode())
        for path in self._folder.iterdir():
            if path.is_dir() and path.name not in self._remembered.values():
                shutil.rmtree(path)

    def _wanted(self, services: Iterable[Service]) -> Iterator[Served]:
        for service in services:
            if (clients := self._clients(service)) is None:
                continue
            for is_previous in (False, True):
                folder = self._key_folder(
                    service.key + (key.PREVIOUS if is_previous else ""), is_needed=not is_previous
                )
                if folder:
                    self._set_up(folder, service, clients)
                    yield Served(service, folder, is_previous)

    def _key_folder(self, entry: str, *, is_needed: bool) -> Path | None:
        """Return the folder of an entry's key: the last good one where the entry is bad, or has gone for a moment."""
        content = files.read(self._keys / _file_of(entry))
        if content is None and not is_needed:
            return None
        if content is not None and not (wrong := key.problem(content)):
            return self._install_key(entry, content)
        last = self._folder / self._remembered[entry] if entry in self._remembered else None
        last = last if last and last.is_dir() else None
        still = "; its last good key is still served" if last else "; it is not served"
        if content is None:
            self._tell("KeyMissing", f"there is no key {entry}{still}")
        else:
            self._tell("KeyInvalid", f"the key {entry} cannot be used: {wrong}{still}")
        return last

    def _install_key(self, entry: str, content: bytes) -> Path:
        name = f"{entry.removesuffix(key.PREVIOUS)}-{hashlib.sha256(content).hexdigest()[:16]}"
        folder = files.make_private(self._folder / name)
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
        self._authorize(folder, {f"{name}{_CLIENT}": f"descriptor:x25519:{key}\n" for name, key in clients.items()})
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


def _entry(served: Served) -> str:
    return served.service.key + (key.PREVIOUS if served.is_previous else "")


def _file_of(entry: str) -> str:
    """The entry `rpc-0` stands under rpc-0.secret_key, its `.previous` under rpc-0.secret_key.previous."""
    name = entry.removesuffix(key.PREVIOUS)
    return name + key.SUFFIX + entry.removeprefix(name)


def _read_remembered(path: Path) -> dict[str, str]:
    try:
        document = json.loads(files.read(path) or b"{}")
    except ValueError:
        return {}
    return {str(entry): str(folder) for entry, folder in document.items()} if isinstance(document, dict) else {}
