# SPDX-License-Identifier: Apache-2.0
"""Keys of clients: what is made is accepted, and what tor would pass over is not."""

import base64

import pytest

from monero_operator.keys import client
from monero_operator.keys.malformed import MalformedError

PUBLIC, SECRET = client.make(bytes(range(32)))


def test_client_that_is_made_is_accepted() -> None:
    """Both sides get their line."""
    client.check(PUBLIC)

    assert client.authorized_line(PUBLIC) == f"descriptor:x25519:{PUBLIC}\n"
    assert client.private_line("abc.onion", SECRET) == f"abc:descriptor:x25519:{SECRET}\n"
    assert (len(PUBLIC), len(SECRET)) == (52, 52)


@pytest.mark.parametrize(
    "public",
    [
        "",
        PUBLIC[:-1],
        PUBLIC.lower(),
        PUBLIC[:-1] + "B",  # the last character has one bit that counts
        "1" * 52,
        base64.b32encode(bytes(32)).decode().rstrip("="),
    ],
)
def test_key_that_lets_nobody_in_is_refused(public: str) -> None:
    """An onion whose only client is passed over is open to everybody."""
    with pytest.raises(MalformedError):
        client.check(public)


def test_entropy_of_another_size_is_a_mistake() -> None:
    """Too little would be a key that can be guessed."""
    with pytest.raises(ValueError, match="32 bytes"):
        client.make(bytes(31))
