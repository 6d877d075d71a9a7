# SPDX-License-Identifier: Apache-2.0
"""Where daemons publish."""

import pytest

from aiomonero.zmq import address


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("tcp://127.0.0.1:18083", ("127.0.0.1", 18083)),
        ("tcp://[::1]:18083", ("::1", 18083)),
        ("tcp://node.example:18083", ("node.example", 18083)),
        ("ipc:///run/monero/zmq", "/run/monero/zmq"),
    ],
)
def test_an_address_of_a_publisher(text: str, place: tuple[str, int] | str) -> None:
    """As monerod's own flag takes it: host and port, or the path of a socket."""
    assert place == address.parse(text)
    assert text == address.check(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "127.0.0.1:18083",
        "http://127.0.0.1:18083",
        "tcp://127.0.0.1",
        "tcp://:18083",
        "tcp://*:18083",
        "ipc://",
        "tcp://host:70000",
        "tcp://host:x",
        "tcp://host:1/path",
        "tcp://me@host:1",
        "tcp://[::1:1",
    ],
)
def test_what_is_none_is_refused_with_an_example(text: str) -> None:
    """Whoever mistyped it reads how it is written."""
    with pytest.raises(ValueError, match="write it like"):
        address.check(text)


def test_a_login_in_an_address_is_not_repeated() -> None:
    """Somebody meant well, and the error may be logged."""
    with pytest.raises(ValueError, match="write it like") as caught:
        address.check("tcp://:s3cret@host:1")

    assert "s3cret" not in repr(caught.value)
