# SPDX-License-Identifier: Apache-2.0
"""Bearer tokens that may change while the program runs."""

from __future__ import annotations

from pathlib import Path

from kubeloop import errors


class FileToken:
    """A token in a file, read again when the file was replaced: kubelet rotates it about once an hour."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._token = ""

    def __call__(self) -> str:
        """Return the current token."""
        try:
            state = self._path.stat()
            if self._seen != (state.st_ino, state.st_mtime_ns):
                self._token = self._path.read_text().strip()
                self._seen = (state.st_ino, state.st_mtime_ns)
        except OSError as error:
            raise errors.ConfigError(f"cannot read the token in {self._path}: {error.strerror}") from error
        return self._token
