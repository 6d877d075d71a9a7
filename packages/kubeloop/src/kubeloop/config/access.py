# SPDX-License-Identifier: Apache-2.0
"""The value that every way of finding credentials ends in: a server, and somebody who knows who we are right now."""

from __future__ import annotations

import dataclasses
import ssl
from typing import Protocol


@dataclasses.dataclass(frozen=True, slots=True)
class Identity:
    """Who we are for the next request: a bearer token, the TLS context with a client certificate, or both."""

    token: str = dataclasses.field(default="", repr=False)
    tls: ssl.SSLContext | None = None


class Credentials(Protocol):
    """Knows the identity of the moment. It is asked before every request, so that what was rotated is used."""

    async def current(self) -> Identity:
        """Return the identity, the same object until it changes; raise `ConfigError` if there is none."""
        ...

    def refused(self, identity: Identity) -> None:
        """Take note that server and identity do not trust each other any more: look before the next request."""
        ...


@dataclasses.dataclass(frozen=True, slots=True)
class Fixed:
    """Credentials that never change."""

    identity: Identity = Identity()

    async def current(self) -> Identity:
        """Return the one identity."""
        return self.identity

    def refused(self, identity: Identity) -> None:
        """There is no other."""


@dataclasses.dataclass(frozen=True, slots=True)
class Access:
    """An API server and how to be let in.

    `namespace` is where to work if nobody says where, `proxy` the URL of an HTTP proxy (may contain a password),
    `server_name` the name in the server's certificate where it is not the one in the URL.
    """

    server: str
    credentials: Credentials = Fixed()
    namespace: str = "default"
    proxy: str = dataclasses.field(default="", repr=False)
    server_name: str = ""
