# SPDX-License-Identifier: Apache-2.0
"""The value that every way of finding credentials ends in, and how it finds them when nobody says which way to go."""

from __future__ import annotations

import dataclasses
import ssl
from collections.abc import Callable


def no_token() -> str:
    """Return no bearer token: the client certificate is the identity."""
    return ""


@dataclasses.dataclass(frozen=True, slots=True)
class Access:
    """An API server and an identity. `token` is asked before every request, so that rotated tokens are used."""

    server: str
    tls: ssl.SSLContext | None = None
    token: Callable[[], str] = no_token
    namespace: str = "default"
