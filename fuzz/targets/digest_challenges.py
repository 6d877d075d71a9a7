# SPDX-License-Identifier: Apache-2.0
"""What a server sends as challenges, a header to a line; what is answered must be one line of a header too."""

from collections.abc import Iterable

from aiomonero import errors
from aiomonero.protocol import digest
from aiomonero.types.login import Login
from fuzz.target import Target

_PASSWORD = "a secret of the client"


def _answer(data: bytes) -> None:
    session = digest.Session(Login("user", _PASSWORD))
    # As aiohttp decodes headers: it lets no line's end into one.
    session.challenged(data.decode("utf-8", "surrogateescape").splitlines())
    proof = session.authorization("POST", "/json_rpc", client_nonce="c")
    assert proof
    assert _PASSWORD not in proof


def _seeds() -> Iterable[bytes]:
    yield b'Digest qop="auth",algorithm=MD5,realm="monero-rpc",nonce="3vh/Tj+gyrtuqYERjIqLoQ==",stale=false'
    yield b'Basic realm="x"\nDigest qop="auth, auth-int", realm="a\\"b", nonce=n, opaque="o"'


TARGET = Target(_answer, (errors.Unauthorized,), _seeds)
