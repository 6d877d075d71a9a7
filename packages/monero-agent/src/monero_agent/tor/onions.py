# SPDX-License-Identifier: Apache-2.0
"""The folders from which tor serves onions, one for each key.

A folder never gets another key: tor ends over one that does not fit the public key beside it. What else stands in a
folder is first on trial in another one, where a tor that runs or begins does not read it.
"""

import dataclasses
import hashlib
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from monero_agent import files, mounted_keys, onion_key
from monero_agent.mounted_keys import MountedKeys
from monero_agent.problems import Problem
from monero_agent.tor import clients
from monero_agent.tor.clients import Change
from monero_agent.tor.torrc import Served
from monero_agent.tor.wanted import Service

_SECRET, _HOSTNAME, _MASTERS = "hs_ed25519_secret_key", "hostname", "ob_config"
_ON_TRIAL = "onions.candidate"


class Onions:
    """The folders below one that outlives the agent's container."""

    def __init__(self, folder: Path, keys: Path) -> None:
        self._folder = folder
        self._keys = MountedKeys(keys, folder, onion_key, self._put)

    def find(self, services: Iterable[Service], problems: list[Problem]) -> tuple[Served, ...]:
        """Return what can be served, in the folders of its keys; what is wrong with the rest is a problem more."""
        served: dict[str, Served] = {}
        for each in self._wanted(services, problems):
            if (first := served.setdefault(_digest(each.folder), each)) is not each and not each.is_previous:
                same = f"{each.service.key} has the same key as {first.service.key}: it is not served twice"
                problems.append(Problem("KeyDuplicate", same))
        return tuple(served.values())

    def last(self, services: Iterable[Service]) -> tuple[Served, ...]:
        """Return what was served last, if these were the services."""
        return tuple(
            Served(service, folder, is_previous)
            for service in services
            for folder, is_previous in self._keys.last_places(service.key)
        )

    def on_trial(self, served: Iterable[Served]) -> tuple[Served, ...]:
        """Return the same in folders that tor can be asked about, and never serves from."""
        trial = self._folder.with_name(_ON_TRIAL)
        shutil.rmtree(trial, ignore_errors=True)
        files.make_private(trial)
        tried = tuple(dataclasses.replace(each, folder=files.make_private(trial / each.folder.name)) for each in served)
        for each in tried:
            _write_masters(each)
        return tried

    def settle(self, served: Iterable[Served]) -> Change:
        """Put what was on trial in its place; tell what that changes for clients."""
        changes = [clients.write(each.folder, clients.of(each.service), is_known=_is_known(each)) for each in served]
        are_new = [_write_masters(each) for each in served]
        return clients.together(*changes, Change(is_any=any(are_new)))

    def narrow(self, served: Iterable[Served], services: Iterable[Service]) -> Change:
        """Shut out whoever must not get in to what is served any more by the word of services that are refused.

        Who comes in by these alone waits until they are taken, as everything of theirs does.
        """
        wanted = {service.name: clients.of(service) for service in services}
        here = [
            (each, clients.by_both(clients.let_in(each.folder), wanted[each.service.name]))
            for each in served
            if each.service.name in wanted
        ]
        changes = [clients.write(each.folder, both, is_known=_is_known(each)) for each, both in here]
        return clients.together(*changes)

    def keep_only(self, served: Iterable[Served]) -> None:
        """Remove the folders that tor does not use any more, and remember those that it does."""
        self._keys.keep_only(
            {mounted_keys.entry(each.service.key, is_previous=each.is_previous): each.folder for each in served}
        )

    def _wanted(self, services: Iterable[Service], problems: list[Problem]) -> Iterator[Served]:
        for service in services:
            problems += clients.problems(service)
            if clients.of(service) is clients.NOBODY:
                continue
            for folder, is_previous in self._keys.places(service.key, problems):
                yield Served(service, folder, is_previous)

    def _put(self, key: str, content: bytes) -> Path:
        folder = files.make_private(self._folder / f"{key}-{hashlib.sha256(content).hexdigest()[:16]}")
        files.write(folder / _SECRET, content)
        return folder


def address(folder: Path) -> str | None:
    """Return the address that tor itself derived from a folder's key, once it has."""
    content = files.read(folder / _HOSTNAME)
    return content.decode("ascii", "replace").strip() or None if content else None


def _digest(folder: Path) -> str:
    return folder.name.rpartition("-")[2]


def are_masters_new(served: Iterable[Served]) -> bool:
    """Tell whether tor would find other onions to answer for than it did."""
    return any(files.read(each.folder / _MASTERS) != _masters(each) for each in served if each.service.masters)


def _masters(served: Served) -> bytes:
    return "".join(f"MasterOnionAddress {onion}\n" for onion in served.service.masters).encode()


def _write_masters(served: Served) -> bool:
    return bool(served.service.masters) and files.write(served.folder / _MASTERS, _masters(served))


def _is_known(served: Served) -> bool:
    """Whether tor has begun to serve it, so that somebody may have learned of it."""
    return address(served.folder) is not None
