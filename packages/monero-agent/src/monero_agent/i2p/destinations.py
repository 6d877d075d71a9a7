# SPDX-License-Identifier: Apache-2.0
"""The keys that i2pd serves from, in memory, one file for each and named by what it holds.

A file never gets another content, so that what a rotation leaves alone stays as it is, and i2pd never finds none and
makes a destination of its own. Which file an entry was served from is remembered for the day its key is bad.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from monero_agent import files
from monero_agent.i2p import key
from monero_agent.i2p.wanted import Service
from monero_agent.problems import Problem

_REMEMBERED = "served.json"
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
        self._keys = keys
        self._remembered: dict[str, str] = {}

    def install(self, services: Iterable[Service]) -> tuple[tuple[Served, ...], list[Problem]]:
        """Return the services whose key is there, with its file, and what is wrong with the others.

        What was served before the last rotation comes last.
        """
        files.make_private(self._folder)
        self._remembered = self._remembered or _read_remembered(self._folder / _REMEMBERED)
        problems: list[Problem] = []
        found = list(self._wanted(services, problems))
        served: dict[tuple[str, int], Served] = {}
        for each in sorted(found, key=lambda each: each.is_previous):
            if (first := served.setdefault((each.file.name, each.service.port), each)) is not each:
                problems += _same(first, each)
        return tuple(served.values()), problems

    def keep_only(self, served: Iterable[Served]) -> None:
        """Remove the files that are not used any more, and remember those that are."""
        self._remembered = {_entry(each): each.file.name for each in served}
        files.write(self._folder / _REMEMBERED, json.dumps(self._remembered).encode())
        for path in self._folder.glob(f"*{key.SUFFIX}"):
            if path.name not in self._remembered.values():
                path.unlink()

    def _wanted(self, services: Iterable[Service], problems: list[Problem]) -> Iterator[Served]:
        for service in services:
            for is_previous in (False, True):
                entry = service.key + (key.PREVIOUS if is_previous else "")
                if file := self._file(entry, problems, is_needed=not is_previous):
                    content = file.read_bytes()
                    yield Served(service, file, key.address(content), _address(service, content), is_previous)

    def _file(self, entry: str, problems: list[Problem], *, is_needed: bool) -> Path | None:
        """Return the file of an entry: that of its last good key where the entry is bad, or has gone for a moment."""
        content = files.read(self._keys / _mounted(entry))
        if content is None and not is_needed:
            return None
        if content is not None and not (wrong := key.problem(content)):
            file = self._folder / (hashlib.sha256(content).hexdigest()[:32] + key.SUFFIX)
            files.write(file, content)
            return file
        last = self._folder / self._remembered[entry] if entry in self._remembered else None
        last = last if last and last.is_file() else None
        still = "; its last good key is still served" if last else "; it is not served"
        if content is None:
            problems.append(Problem("KeyMissing", f"there is no key {entry}{still}"))
        else:
            problems.append(Problem("KeyInvalid", f"the key {entry} cannot be used: {wrong}{still}"))
        return last


def _same(first: Served, second: Served) -> list[Problem]:
    if second.is_previous:
        return []
    names = f"{second.service.name} ({second.service.key}) and {first.service.name} ({first.service.key})"
    return [Problem("KeyDuplicate", f"{names} have one key and one port: only the latter is served")]


def _address(service: Service, content: bytes) -> str:
    is_encrypted = service.options.get(_LEASE_SET) == _ENCRYPTED
    return key.encrypted_address(content) if is_encrypted else key.address(content)


def _entry(served: Served) -> str:
    return served.service.key + (key.PREVIOUS if served.is_previous else "")


def _mounted(entry: str) -> str:
    """The entry `rpc` stands under rpc.dat, its `.previous` under rpc.dat.previous."""
    name = entry.removesuffix(key.PREVIOUS)
    return name + key.SUFFIX + entry.removeprefix(name)


def _read_remembered(path: Path) -> dict[str, str]:
    try:
        document = json.loads(files.read(path) or b"{}")
    except ValueError:
        return {}
    return {str(entry): str(file) for entry, file in document.items()} if isinstance(document, dict) else {}
