# SPDX-License-Identifier: Apache-2.0
"""The value that every way of finding credentials ends in, and how it finds them when nobody says which way to go."""

from __future__ import annotations

import dataclasses
import ssl
from collections.abc import Callable


def no_token() -> str:
    """Return no bearer token: the client certificate is the identity."""
    return ""


def trust(*, cafile: str | None = None, cadata: str | None = None) -> ssl.SSLContext:
    """Return a TLS context that trusts this authority, or the system's if none is given."""
    tls = ssl.create_default_context(cafile=cafile, cadata=cadata)
    # Python 3.13 began to demand extensions that the authorities of many clusters lack, and client-go never looks at.
    tls.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return tls


@dataclasses.dataclass(frozen=True, slots=True)
class Access:
    """An API server and an identity. `token` is asked before every request, so that rotated tokens are used."""

    server: str
    tls: ssl.SSLContext | None = None
    token: Callable[[], str] = no_token
    namespace: str = "default"
