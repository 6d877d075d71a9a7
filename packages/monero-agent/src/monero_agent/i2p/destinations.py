# SPDX-License-Identifier: Apache-2.0
"""The keys that i2pd serves from, in memory, one file for each: without one it makes a destination of its own."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from monero_agent import files, mounted_keys
from monero_agent.i2p import key
from monero_agent.i2p.wanted import Service
from monero_agent.mounted_keys import MountedKeys
from monero_agent.problems import Problem

_LEASE_SET, _ENCRYPTED = "i2cp.leaseSetType", "5"


@dataclass(frozen=True, slots=True)
class Served:
    """A service with the file of its key; `is_previous` says that it is the one before the last rotation.

    `address` is where it is reached, `destination` what i2pd itself calls it, which differs where it is encrypted.
    """

    service: Service
    file: Path
    destination: str
    address: str
    is_previous: bool = False


class Destinations:
    """The files in one folder."""

    def __init__(self, folder: Path, keys: Path) -> None:
        self._folder = folder
        self._keys = MountedKeys(keys, folder, key, self._put)

    def install(self, services: Iterable[Service]) -> tuple[tuple[Served, ...], list[Problem]]:
        """Return the services whose key is there, with its file, and what is wrong with the others.

        What was served before the last rotation comes last.
        """
        problems: list[Problem] = []
        found = list(self._wanted(services, problems))
        served: dict[tuple[str, int], Served] = {}
        for each in sorted(found, key=lambda each: each.is_previous):
            if (first := served.setdefault((each.file.name, each.service.port), each)) is not each:
                problems += _same(first, each)
        return tuple(served.values()), problems

    def last(self, services: Iterable[Service]) -> tuple[Served, ...]:
        """Return what was served last, if these were the services."""
        found = [
            _served(service, file, is_previous=is_previous)
            for service in services
            for file, is_previous in self._keys.last_places(service.key)
        ]
        return tuple(sorted(found, key=lambda each: each.is_previous))

    def keep_only(self, served: Iterable[Served]) -> None:
        """Remove the files that are not used any more, and remember those that are."""
        self._keys.keep_only(
            {mounted_keys.entry(each.service.key, is_previous=each.is_previous): each.file for each in served}
        )

    def _wanted(self, services: Iterable[Service], problems: list[Problem]) -> Iterator[Served]:
        for service in services:
            for file, is_previous in self._keys.places(service.key, problems):
                yield _served(service, file, is_previous=is_previous)

    def _put(self, _: str, content: bytes) -> Path:
        file = self._folder / (hashlib.sha256(content).hexdigest()[:32] + key.SUFFIX)
        files.write(file, content)
        return file


def _same(first: Served, second: Served) -> list[Problem]:
    if second.is_previous:
        return []
    names = f"{second.service.name} ({second.service.key}) and {first.service.name} ({first.service.key})"
    return [Problem("KeyDuplicate", f"{names} have one key and one port: only the latter is served")]


def _served(service: Service, file: Path, *, is_previous: bool) -> Served:
    content = file.read_bytes()
    is_encrypted = service.options.get(_LEASE_SET) == _ENCRYPTED
    destination = key.address(content)
    reached = key.encrypted_address(content) if is_encrypted else destination
    return Served(service, file, destination, reached, is_previous)
