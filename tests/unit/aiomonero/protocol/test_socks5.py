# SPDX-License-Identifier: Apache-2.0
"""SOCKS5: what a client says byte by byte, and what each answer of a proxy means."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiomonero import errors
from aiomonero.protocol import socks5
from aiomonero.types.login import Login

ONION = "p53lf57qovyuvwsc6xnrppyply3vtqm7l6pcobkmyqsiofyeznfu5uqd.onion"
WELCOME = b"\x05\x00"
LOGIN_WANTED = b"\x05\x02"
DONE = (b"\x05\x00\x00\x01", bytes(6))


def _talk(conversation: socks5.Conversation, answers: Sequence[bytes]) -> list[bytes]:
    """Answer each step and return what was said, or fail where more or less was expected."""
    said = []
    waiting = list(answers)
    step = next(conversation)
    while True:
        said.append(step.send)
        answer = waiting.pop(0)
        assert len(answer) == step.expects
        try:
            step = conversation.send(answer)
        except StopIteration:
            assert not waiting
            return said


@pytest.mark.parametrize(
    ("host", "port", "address"),
    [
        ("192.0.2.1", 18080, b"\x01\xc0\x00\x02\x01\x46\xa0"),
        ("2001:db8::1", 80, b"\x04" + bytes.fromhex("20010db8000000000000000000000001") + b"\x00\x50"),
        (ONION, 18083, b"\x03\x3e" + ONION.encode() + b"\x46\xa3"),
    ],
    ids=["IPv4", "IPv6", "a name, which only the proxy looks up"],
)
def test_a_connection_is_asked_for(host: str, port: int, address: bytes) -> None:
    """The bytes of RFC 1928."""
    said = _talk(socks5.connect(host, port), [WELCOME, *DONE])

    assert [b"\x05\x01\x00", b"\x05\x01\x00" + address, b""] == said


def test_a_login_is_told() -> None:
    """The bytes of RFC 1929; a login may have an empty password, as those have that only tell users apart."""
    said = _talk(socks5.connect("a", 1, Login("user", "")), [LOGIN_WANTED, b"\x01\x00", *DONE])

    assert said[:2] == [b"\x05\x01\x02", b"\x01\x04user\x00"]


@pytest.mark.parametrize(
    "bound",
    [(b"\x05\x00\x00\x04", bytes(18)), (b"\x05\x00\x00\x03", b"\x05", b"local\x00\x00")],
    ids=["IPv6", "a name"],
)
def test_the_address_of_the_proxys_own_end_is_skipped(bound: Sequence[bytes]) -> None:
    """Exactly its bytes are read, so that none of the stream is lost."""
    _talk(socks5.connect("a", 1), [WELCOME, *bound])


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (1, errors.ConnectFailed),
        (2, errors.ProxyRefused),
        (3, errors.ConnectFailed),
        (4, errors.ConnectFailed),
        (5, errors.ConnectFailed),
        (6, errors.ConnectFailed),
        (7, errors.ProxyRefused),
        (8, errors.ProxyRefused),
        (0xF0, errors.ProxyRefused),
    ],
)
def test_a_refusal_says_whose_fault_it_is(reply: int, kind: type[errors.MoneroError]) -> None:
    """Who cannot be reached is told from a proxy that does not want to."""
    with pytest.raises(errors.TransportError, match=f"reply {reply}") as caught:
        _talk(socks5.connect("a", 1), [WELCOME, bytes([5, reply, 0, 1])])

    assert type(caught.value) is kind


@pytest.mark.parametrize(
    ("login", "answers", "kind"),
    [
        pytest.param(None, [b"\x05\xff"], errors.ProxyRefused, id="a login is wanted"),
        pytest.param(Login("u", "p"), [b"\x05\xff"], errors.ProxyRefused, id="no login is taken"),
        pytest.param(Login("u", "p"), [LOGIN_WANTED, b"\x01\x01"], errors.ProxyRefused, id="a wrong login"),
        pytest.param(Login("u", "p"), [WELCOME], errors.RemoteProtocolError, id="a method nobody offered"),
        pytest.param(None, [b"HT"], errors.RemoteProtocolError, id="an HTTP server"),
        pytest.param(None, [WELCOME, b"\x04\x00\x00\x01"], errors.RemoteProtocolError, id="another version later"),
        pytest.param(None, [WELCOME, b"\x05\x00\x00\x09"], errors.RemoteProtocolError, id="an unknown address"),
    ],
)
def test_what_no_proxy_should_say_is_named(
    login: Login | None, answers: Sequence[bytes], kind: type[errors.MoneroError]
) -> None:
    """Nothing is sent to a proxy that did not agree to it, and no password stands in an error."""
    with pytest.raises(errors.MoneroError) as caught:
        _talk(socks5.connect("a", 1, login), answers)

    assert type(caught.value) is kind


@pytest.mark.parametrize(
    ("host", "port"), [("", 1), ("a" * 256, 1), ("münchen.example", 1), ("a", 0), ("a", 65536)], ids=repr
)
def test_what_cannot_be_asked_for_is_our_fault(host: str, port: int) -> None:
    """The protocol has one byte for the length of a name and two for a port."""
    with pytest.raises(errors.LocalProtocolError):
        next(socks5.connect(host, port))


@given(st.binary(min_size=600, max_size=600), st.booleans())
def test_any_bytes_end_in_a_connection_or_an_error_of_ours(answers: bytes, has_login: bool) -> None:
    """A hostile proxy gets few bytes read, and raises nothing unknown."""
    conversation = socks5.connect("a", 1, Login("u", "p") if has_login else None)
    position = 0
    try:
        step = next(conversation)
        while True:
            answer = answers[position : position + step.expects]
            position += step.expects
            step = conversation.send(answer)
    except (StopIteration, errors.MoneroError):
        assert position <= 2 + 2 + 4 + 1 + 255 + 2
