# SPDX-License-Identifier: Apache-2.0
"""Credentials whose parts may be replaced while the program runs."""

from __future__ import annotations

import time
from collections.abc import Callable

from kubeloop import errors
from kubeloop.config.access import Identity
from kubeloop.config.files import NOTHING, Text
from kubeloop.config.tls import Contexts

LOOK_SECONDS = 1.0
"""Files are looked at once in this time, not before each of a thousand requests; at once after a refusal."""


class Rotating:
    """`Credentials` of a token, or of a certificate and its key, or of both. Without `contexts` there is no TLS."""

    def __init__(
        self,
        contexts: Contexts | None,
        *,
        token: Text | None = None,
        certificate: Text = NOTHING,
        key: Text = NOTHING,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._contexts = contexts
        self._token = token
        self._certificate = certificate
        self._key = key
        self._clock = clock
        self._identity = Identity()
        self._look_at = float("-inf")

    async def current(self) -> Identity:
        """Return the identity that the files had a moment ago."""
        now = self._clock()
        if now >= self._look_at:
            self.look()
            self._look_at = now + LOOK_SECONDS
        return self._identity

    def refused(self, identity: Identity) -> None:  # noqa: ARG002 - files are looked at whichever it was
        """Look again at once: the files may hold another by now."""
        self._look_at = float("-inf")

    def look(self) -> None:
        """Look at the files; raise `ConfigError` if they are unusable."""
        tls = self._contexts.context(self._certificate(), self._key()) if self._contexts else None
        identity = Identity(self._read_token(), tls)
        if identity != self._identity:
            self._identity = identity

    def _read_token(self) -> str:
        if self._token is None:
            return ""
        token = self._token().strip()
        if not token or not token.isascii() or not token.isprintable():
            # Without its token a request would be sent as nobody; a line break would end its header.
            raise errors.ConfigError("the bearer token is empty or contains what no token contains")
        return token
