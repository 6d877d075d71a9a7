# SPDX-License-Identifier: Apache-2.0
"""HTTP Digest as monerod speaks it (RFC 7616 with MD5 and qop=auth): challenges in, Authorization headers out.

monerod gives each connection a nonce of its own and wants the requests made with it counted without a gap; so one
`Session` belongs to one connection, which asks one thing at a time (contrib/epee/src/http_auth.cpp of monero 0.18).
"""

import dataclasses
import hashlib
import re
from collections.abc import Iterable
from typing import Self

from aiomonero import errors
from aiomonero.types.login import Login

_LIMIT_CHARACTERS = 4096
# Names begin at the start of a word only: a server that sends one endless word would otherwise be read again and again.
_PARAMETER = re.compile(r'\b(\w+)\s?=\s?(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))')
_SCHEME = "digest "


@dataclasses.dataclass(frozen=True, slots=True)
class Challenge:
    """What a server wants answered; its texts are kept as they came, for they are sent back so."""

    realm: str
    nonce: str
    opaque: str | None = None

    @classmethod
    def choose(cls, headers: Iterable[str]) -> Self:
        """Read the first WWW-Authenticate header that can be answered; raises Unauthorized where none can."""
        for header in headers:
            if (challenge := cls._read(header)) is not None:
                return challenge
        raise errors.Unauthorized("it asks for a login, but not by HTTP Digest with MD5 as monerod does")

    @classmethod
    def _read(cls, header: str) -> Self | None:
        if len(header) > _LIMIT_CHARACTERS or not header.lower().startswith(_SCHEME) or not _is_text(header):
            return None
        found: dict[str, str] = {}
        for name, quoted, bare in _PARAMETER.findall(header[len(_SCHEME) :]):
            found.setdefault(name.lower(), quoted or bare)
        if not _is_answerable(found):
            return None
        return cls(realm=found["realm"], nonce=found["nonce"], opaque=found.get("opaque"))


class Session:
    """What one connection knows of the login: the last challenge and how many requests answered it."""

    def __init__(self, login: Login) -> None:
        self._login = login
        self._challenge: Challenge | None = None
        self._count = 0

    def challenged(self, headers: Iterable[str]) -> None:
        """Take the challenge of a refusal; raises Unauthorized where it cannot be answered."""
        self._challenge, self._count = Challenge.choose(headers), 0

    def authorization(self, verb: str, target: str, *, client_nonce: str) -> str | None:
        """Return the header's value for a request, or None before the first challenge."""
        if self._challenge is None:
            return None
        self._count += 1
        return _answer(self._login, self._challenge, self._count, f"{verb}:{target}", client_nonce)


def _is_answerable(parameters: dict[str, str]) -> bool:
    has_auth = "auth" in re.split(r"[\s,]+", parameters.get("qop", ""))
    is_md5 = parameters.get("algorithm", "MD5").upper() == "MD5"
    return has_auth and is_md5 and "realm" in parameters and "nonce" in parameters


def _is_text(header: str) -> bool:
    # An HTTP client keeps bytes that are no UTF-8 as lone surrogates, which can be neither hashed nor sent back.
    try:
        header.encode()
    except UnicodeEncodeError:
        return False
    return True


def _answer(login: Login, challenge: Challenge, count: int, request: str, client_nonce: str) -> str:
    secret = _md5(f"{login.username}:{challenge.realm}:{login.password}")
    proof = _md5(f"{secret}:{challenge.nonce}:{count:08x}:{client_nonce}:auth:{_md5(request)}")
    target = request.partition(":")[2]
    parts = [
        f'username="{login.username}"',
        f'realm="{challenge.realm}"',
        f'nonce="{challenge.nonce}"',
        f'uri="{target}"',
        f'cnonce="{client_nonce}"',
        f"nc={count:08x}",
        "qop=auth",
        f'response="{proof}"',
        "algorithm=MD5",
    ]
    if challenge.opaque is not None:
        parts.append(f'opaque="{challenge.opaque}"')
    return "Digest " + ", ".join(parts)


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
