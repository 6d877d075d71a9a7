# SPDX-License-Identifier: Apache-2.0
"""HTTP Digest: answers that servers accepted, and challenges that deserve none."""

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiomonero import errors
from aiomonero.protocol.digest import Challenge, Session
from aiomonero.types.login import Login

LOGIN = Login("user", "secret")
# What monerod 0.18.0.0 sends, on two lines.
MONEROD = [
    'Digest qop="auth",algorithm=MD5,realm="monero-rpc",nonce="3vh/Tj+gyrtuqYERjIqLoQ==",stale=false',
    'Digest qop="auth",algorithm=MD5-sess,realm="monero-rpc",nonce="3vh/Tj+gyrtuqYERjIqLoQ==",stale=false',
]
# The example of section 3.5 of RFC 2617.
RFC_2617 = (
    'Digest realm="testrealm@host.com", qop="auth,auth-int", '
    'nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"'
)


def test_nothing_is_proven_before_somebody_asks() -> None:
    """Without a challenge there is nothing to answer."""
    assert Session(LOGIN).authorization("GET", "/", client_nonce="c") is None


def test_a_challenge_of_monerod_is_answered_as_it_accepts() -> None:
    """The answer that a real monerod accepted from curl, computed anew."""
    session = Session(LOGIN)
    session.challenged(MONEROD)

    answer = session.authorization("POST", "/get_height", client_nonce="NzQ4ZDVjMmMyOTQyYjU1OWY1YTBjMDkwYmU1YTBhMDg=")

    assert answer == (
        'Digest username="user", realm="monero-rpc", nonce="3vh/Tj+gyrtuqYERjIqLoQ==", uri="/get_height", '
        'cnonce="NzQ4ZDVjMmMyOTQyYjU1OWY1YTBjMDkwYmU1YTBhMDg=", nc=00000001, qop=auth, '
        'response="8e6b497778906bcb33e46d2ad41b1af4", algorithm=MD5'
    )


def test_the_example_of_the_standard_is_answered_and_what_is_opaque_returned() -> None:
    """Other servers send an opaque text that they want back."""
    session = Session(Login("Mufasa", "Circle Of Life"))
    session.challenged([RFC_2617])

    answer = session.authorization("GET", "/dir/index.html", client_nonce="0a4f113b")

    assert answer is not None
    assert 'response="6629fae49393a05397450978507c4ef1"' in answer
    assert answer.endswith('opaque="5ccc069c403ebaf9f0171e9517f40e41"')


def test_a_nonce_is_used_again_and_counted() -> None:
    """Every answer to one challenge has the next number; a new challenge starts anew."""
    session = Session(LOGIN)
    session.challenged(MONEROD)

    first, second = (session.authorization("GET", "/", client_nonce="c") for _ in range(2))
    session.challenged(MONEROD)
    again = session.authorization("GET", "/", client_nonce="c")

    assert first is not None
    assert second is not None
    assert "nc=00000001" in first
    assert "nc=00000002" in second
    assert first == again


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param([], id="none"),
        pytest.param(['Basic realm="monero-rpc"'], id="a password in clear"),
        pytest.param(['Digest realm="r", nonce="n", qop="auth", algorithm=SHA-256'], id="another hash"),
        pytest.param(['Digest realm="r", nonce="n", qop="auth-int", algorithm=MD5'], id="another protection"),
        pytest.param(['Digest realm="r", qop="auth", algorithm=MD5'], id="no nonce"),
        pytest.param(['Digest nonce="n", qop="auth", algorithm=MD5'], id="no realm"),
        pytest.param(["Digest " + "x" * 10_000 + MONEROD[0]], id="too long"),
        pytest.param([MONEROD[0].replace("rpc", "r\udc82c")], id="bytes that are no text"),
    ],
)
def test_a_challenge_without_an_answer_is_unauthorized(headers: list[str]) -> None:
    """What monerod never asks is refused in words, and no password is told."""
    with pytest.raises(errors.Unauthorized, match="HTTP Digest with MD5"):
        Session(LOGIN).challenged(headers)


def test_the_first_challenge_with_an_answer_is_taken() -> None:
    """A server may offer what we do not speak first."""
    assert Challenge.choose(['Basic realm="r"', *reversed(MONEROD)]) == Challenge(
        realm="monero-rpc", nonce="3vh/Tj+gyrtuqYERjIqLoQ=="
    )


@pytest.mark.parametrize("word", ["a", 'a="', 'a="\\"', "a=", '"', "\\"])
def test_an_endless_challenge_costs_little(word: str) -> None:
    """Reading is linear whatever a header repeats."""
    started = time.process_time()

    with pytest.raises(errors.Unauthorized):
        Challenge.choose(["Digest " + word * (4000 // len(word))] * 10)

    assert time.process_time() - started < 1


@given(st.lists(st.text() | st.text().map(lambda text: f"Digest {text}")))
def test_any_header_is_taken_or_unauthorized(headers: list[str]) -> None:
    """No server can make the reader fail otherwise."""
    with contextlib.suppress(errors.Unauthorized):
        assert Challenge.choose(headers).realm is not None
