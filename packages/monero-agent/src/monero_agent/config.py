# SPDX-License-Identifier: Apache-2.0
"""The document that says what to serve, one for all pods of a set: read, and checked as far as all rooms need it.

What is wrong with it is told without quoting it: a line may hold a bridge or a password.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from monero_agent import files
from monero_agent.problems import Problem

SCHEMA = 1

_ORDINAL = "{ordinal}"
_NAME = re.compile(r"[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?")


class WrongError(Exception):
    """What is mounted cannot be followed, or is not there yet; the problem says which and why."""

    def __init__(self, message: str, *, code: str = "ConfigInvalid") -> None:
        super().__init__(message)
        self.problem = Problem(code, message)


def load(path: Path) -> dict[str, Any]:
    """Return the document."""
    content = files.read(path)
    if content is None:
        raise WrongError(f"there is no {path.name}, which says what to serve", code="ConfigMissing")
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise WrongError(f"{path.name} is not JSON: {error}") from error
    if not isinstance(document, dict) or document.get("schema") != SCHEMA:
        raise WrongError(f"{path.name} is not a document of schema {SCHEMA}: this agent may be too old for it")
    return document


def keep(path: Path, document: Mapping[str, Any]) -> None:
    """Write down a document that is followed, for an agent that is started anew."""
    files.write(path, json.dumps(document).encode())


def further(document: Mapping[str, Any], folder: Path, *names: str) -> dict[str, bytes]:
    """Return what the user adds; where it is announced, none of it being there is not the same as nothing to add."""
    contents = {name: content for name in names if (content := files.read(folder / name)) is not None}
    if document.get("extra") and not contents:
        raise WrongError(
            f"the ConfigMap with {' or '.join(names)} is not there: nothing is begun without it", code="ExtraMissing"
        )
    return contents


def is_own(key: object) -> bool:
    """Say whether each pod has a key of its own under such an entry."""
    return _ORDINAL in text(key)


def entry(key: object, ordinal: int) -> str:
    """Return the name of the entry that a pod's key stands under."""
    name = text(key).replace(_ORDINAL, str(ordinal))
    if not _NAME.fullmatch(name):
        raise WrongError(f"{name!r} is not the name of a key")
    return name


def text(value: object) -> str:
    """Return a string of one line: another line would be an option of its own."""
    if not isinstance(value, str) or not value.isprintable():
        raise WrongError("what should be text of one line is not")
    return value


def texts(value: object) -> tuple[str, ...]:
    """Return a list of such strings."""
    if not isinstance(value, list):
        raise WrongError("what should be a list is not")
    return tuple(text(each) for each in value)


def pairs(value: object) -> dict[str, str]:
    """Return a mapping of such strings."""
    if not isinstance(value, Mapping):
        raise WrongError("what should be a mapping is not")
    return {text(name): text(each) for name, each in value.items()}
