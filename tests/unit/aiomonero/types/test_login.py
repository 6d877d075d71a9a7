# SPDX-License-Identifier: Apache-2.0
"""Logins: what is one, and that no password gets out by accident."""

import pytest

from aiomonero.types.login import Login


def test_only_the_first_colon_separates() -> None:
    """A password may hold colons, or be empty."""
    assert Login.parse("user:pass:word") == Login("user", "pass:word")
    assert Login.parse("user:") == Login("user", "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hush",
        ":hush",
        "us\ner:hush",
        "us\x00er:hush",
        'us"er:hush',
        "us\\er:hush",
        "u" * 1025 + ":hush",
        "user:" + "hush" * 300,
        "user:hush\udc80",
    ],
    ids=[
        "empty",
        "no colon",
        "no username",
        "a line break",
        "a zero byte",
        "a quote",
        "a backslash",
        "endless username",
        "endless password",
        "bytes that are no text",
    ],
)
def test_what_is_no_login_is_refused_without_being_repeated(text: str) -> None:
    """The error may land in a log, so it says what is wrong and not what was read."""
    with pytest.raises(ValueError, match="a login") as caught:
        Login.parse(text)

    assert "hush" not in str(caught.value)


def test_a_representation_hides_the_password() -> None:
    """Whoever prints a login, or what holds one, prints no secret."""
    assert repr(Login("user", "hush")) == "Login(username='user')"
