# SPDX-License-Identifier: Apache-2.0
"""Keys of who may reach an onion (client authorization): X25519, in the lines that tor and its clients read."""

import base64
import binascii

from monero_operator.keys import curve, onion
from monero_operator.keys.malformed import MalformedError

ENTROPY_BYTES = 32


def make(entropy: bytes) -> tuple[str, str]:
    """Return the public and the secret key of a new client, in base32."""
    if len(entropy) != ENTROPY_BYTES:
        raise ValueError(f"a key takes {ENTROPY_BYTES} bytes of entropy, not {len(entropy)}")
    return _encode(curve.agreement_key(entropy)), _encode(entropy)


def check(public: str) -> None:
    """Raise `MalformedError` for a public key that tor would pass over, which can leave an onion open to everybody."""
    try:
        data = base64.b32decode(public + "====")
    except (binascii.Error, ValueError):
        data = b""
    if len(data) != curve.SIZE_BYTES or _encode(data) != public:
        raise MalformedError("is not an X25519 public key in base32, 52 characters")
    if not curve.agrees(data):
        raise MalformedError("is a public key that belongs to nobody's secret one")


def authorized_line(public: str) -> str:
    """Return what stands in the service's `authorized_clients/NAME.auth`."""
    return f"descriptor:x25519:{public}\n"


def private_line(address: str, secret: str) -> str:
    """Return what stands in the client's `ClientOnionAuthDir/NAME.auth_private`."""
    return f"{address.removesuffix(onion.SUFFIX)}:descriptor:x25519:{secret}\n"


def _encode(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=")
