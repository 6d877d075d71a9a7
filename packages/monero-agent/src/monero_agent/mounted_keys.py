# SPDX-License-Identifier: Apache-2.0
"""The keys that are mounted, and the last good ones of entries whose key is not good any more.

Each good key is put in a place of its own, named by what it holds, so that a place never gets another key, and what a
rotation leaves alone stays as it is. Which entry had which place is remembered for the day its key is bad.
"""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from monero_agent import files
from monero_agent.problems import Problem

PREVIOUS = ".previous"
"""What ends the entry of a key from before the last rotation, and the name of its file."""

_REMEMBERED = "served.json"


def entry(key: str, *, is_previous: bool) -> str:
    """Return the entry of a key, or of the one before it."""
    return key + (PREVIOUS if is_previous else "")


class Form(Protocol):
    """What the files of a program's keys end with, and what is wrong with one."""

    @property
    def SUFFIX(self) -> str:  # noqa: N802 - a module's constant
        """As in `rpc.dat`."""

    def problem(self, content: bytes) -> str:
        """Return what is wrong with a key, or nothing."""


class MountedKeys:
    """The entries of one mount, and the folder with their places; `put` makes the place of a key's good content."""

    def __init__(self, mount: Path, folder: Path, form: Form, put: Callable[[str, bytes], Path]) -> None:
        self._mount = mount
        self._folder = folder
        self._form, self._put = form, put
        self._remembered: dict[str, str] = {}

    def places(self, key: str, problems: list[Problem]) -> Iterator[tuple[Path, bool]]:
        """Yield the places of a key and of the one before it, as far as there are, each with whether it is the latter.

        What is wrong is added to the problems.
        """
        files.make_private(self._folder)
        self._remember()
        for is_previous in (False, True):
            if place := self._place(key, problems, is_previous=is_previous):
                yield place, is_previous

    def last_places(self, key: str) -> Iterator[tuple[Path, bool]]:
        """Yield the same of what was served last, whatever is mounted now."""
        self._remember()
        for is_previous in (False, True):
            if place := self._last(entry(key, is_previous=is_previous)):
                yield place, is_previous

    def keep_only(self, places: Mapping[str, Path]) -> None:
        """Remember the place of each entry that is served, and remove all others."""
        files.make_private(self._folder)
        self._remembered = {entry: place.name for entry, place in places.items()}
        files.write(self._folder / _REMEMBERED, json.dumps(self._remembered).encode())
        for path in self._folder.iterdir():
            if path.name not in {_REMEMBERED, *self._remembered.values()}:
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def _place(self, key: str, problems: list[Problem], *, is_previous: bool) -> Path | None:
        """Return the last good place where the key is bad, or has gone for a moment."""
        content = files.read(self._mount / (key + self._form.SUFFIX + (PREVIOUS if is_previous else "")))
        wrong = self._form.problem(content) if content is not None else ""
        if content is not None and not wrong:
            return self._put(key, content)
        if content is None and is_previous:
            return None
        name = entry(key, is_previous=is_previous)
        last = self._last(name)
        still = "its last good key is still served" if last else "it is not served"
        if content is None:
            problems.append(Problem("KeyMissing", f"there is no key {name}; {still}"))
        else:
            problems.append(Problem("KeyInvalid", f"the key {name} cannot be used: {wrong}; {still}"))
        return last

    def _remember(self) -> None:
        self._remembered = self._remembered or _read(self._folder / _REMEMBERED)

    def _last(self, name: str) -> Path | None:
        last = self._folder / self._remembered[name] if name in self._remembered else None
        return last if last and last.exists() else None


def _read(path: Path) -> dict[str, str]:
    try:
        document = json.loads(files.read(path) or b"{}")
    except ValueError:
        return {}
    return {str(entry): str(place) for entry, place in document.items()} if isinstance(document, dict) else {}
