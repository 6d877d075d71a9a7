# SPDX-License-Identifier: Apache-2.0
"""Tokens, certificates and keys: given once as data, or in files that are replaced while the program runs."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from kubeloop import errors

Text: TypeAlias = Callable[[], str]
"""Returns what the text is now; raises `ConfigError` if it cannot be read."""


def constant(text: str) -> Text:
    """Return a text that never changes."""
    return lambda: text


NOTHING = constant("")


def from_base64(data: str, what: str) -> Text:
    """Return the text of a `...-data` field."""
    try:
        return constant(base64.b64decode("".join(data.split()), validate=True).decode())
    except (binascii.Error, UnicodeDecodeError) as error:
        raise errors.ConfigError(f"the {what} is not base64 of text: {error}") from error


class File:
    """The text of a file, read again when the file was replaced."""

    def __init__(self, path: Path, what: str) -> None:
        self._path = path
        self._what = what
        self._seen: tuple[int, int, int] | None = None
        self._text = ""

    def __call__(self) -> str:
        """Return the current text."""
        try:
            status = self._path.stat()
            seen = status.st_ino, status.st_mtime_ns, status.st_size
            if seen != self._seen:
                self._text = self._path.read_text()
                self._seen = seen
        except (OSError, UnicodeDecodeError) as error:
            raise errors.ConfigError(f"cannot read the {self._what} in {self._path}: {error}") from error
        return self._text
