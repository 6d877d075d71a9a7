# SPDX-License-Identifier: Apache-2.0
"""Who may get in to an onion: a file for each beside its key, and everybody where there is none."""

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from monero_agent import files
from monero_agent.problems import Problem
from monero_agent.tor import wanted
from monero_agent.tor.wanted import Service

Clients = Mapping[str, str]
"""A line for each file."""

_FOLDER, _SUFFIX = "authorized_clients", ".auth"


def _line(public_key: str) -> str:
    return f"descriptor:x25519:{public_key}\n"


NOBODY: Clients = {
    f"_nobody{_SUFFIX}": _line(base64.b32encode(b"the onion has nobody to let in!!").decode().rstrip("="))
}
"""A client whose public key is a phrase, to which nobody has the secret."""


class Change(NamedTuple):
    """Whether files are other than before, and whether somebody may not get in any more.

    For the latter tor has to begin anew: told to look again it keeps its introduction points, and with them lets in
    whoever learned of them before.
    """

    is_any: bool = False
    is_narrowed: bool = False


def together(*changes: Change) -> Change:
    """Return several changes as one."""
    return Change(any(each.is_any for each in changes), any(each.is_narrowed for each in changes))


def of(service: Service) -> Clients:
    """Return who is wanted: nobody where all who are named are wrong, as without any the onion would be open to all."""
    valid = {name: public for name, public in service.clients.items() if not wanted.client_problem("", name, public)}
    lines = {f"{name}{_SUFFIX}": _line(public) for name, public in valid.items()}
    return NOBODY if service.clients and not lines else lines


def problems(service: Service) -> list[Problem]:
    """Return what is wrong with the clients of a service."""
    found = [wanted.client_problem(service.name, name, public) for name, public in service.clients.items()]
    nobody = f"service {service.name} has no valid client, and without one is not served"
    return [*filter(None, found), *([Problem("ClientInvalid", nobody)] if of(service) is NOBODY else [])]


def by_both(before: Clients, now: Clients) -> Clients:
    """Return who may get in by either word: nobody where they name nobody in common."""
    if not before or not now:
        return now or before
    return {name: line for name, line in now.items() if before.get(name) == line} or NOBODY


def let_in(folder: Path) -> Clients:
    """Return who may get in to the onion of a folder."""
    allowed = folder / _FOLDER
    paths = allowed.iterdir() if allowed.is_dir() else ()
    return {path.name: path.read_text() for path in paths if path.suffix == _SUFFIX}


def write(folder: Path, now: Clients, *, is_known: bool) -> Change:
    """Let in exactly these, or everybody; the files of new ones are there before others go.

    `is_known` says that the onion was served before, so that somebody may have learned of it.
    """
    allowed = files.make_private(folder / _FOLDER)
    before = let_in(folder)
    if before == now:
        return Change()
    gone = {name for name, line in before.items() if now.get(name) != line}
    for name, line in now.items():
        files.write(allowed / name, line.encode())
    for name in before.keys() - now.keys():
        (allowed / name).unlink()
    return Change(is_any=True, is_narrowed=bool(is_known and now and (gone or not before)))
