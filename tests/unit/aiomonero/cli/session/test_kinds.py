# SPDX-License-Identifier: Apache-2.0
"""What options may hold."""

import click
import pytest

from aiomonero.cli import app
from aiomonero.cli.session import kinds

STANDARD = "48LjwvMbeEniTbZuLLVE14HSVZeVZeGZQ8gdEmrjQUNJPFAdtrHqNaUSMT1Xhzehxyj21vSMuJ5358BnD5BEM8vANHn83Zy"
SUBADDRESS = "888tNkZrPN6JsEgekjMnABU4TBzc2Dt29EPAvkRxbANsAnjyPbb3iQ1YBRk1UXcdRsiKc9dhwMVgN5S9cQUiyoogDavup3H"


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("007", 7), (str(2**64 - 1), 2**64 - 1)])
def test_a_height_is_a_number_that_the_server_has_room_for(text: str, number: int) -> None:
    """Up to the last of them."""
    assert kinds.HEIGHT.convert(text, None, None) == number


@pytest.mark.parametrize("text", [str(2**64), "-1", "1.5", "1e3", "", "¹", "9" * 10_000])
def test_any_other_height_is_wrong_usage(text: str) -> None:
    """In a short sentence with what fits, however long the number is."""
    with pytest.raises(click.BadParameter, match="from 0 to 18446744073709551615") as raised:
        kinds.HEIGHT.convert(text, None, None)

    assert len(raised.value.message) < 120


def test_a_hash_is_lower_case() -> None:
    """As servers write it and look it up."""
    assert kinds.HASH.convert("AB" * 32, None, None) == "ab" * 32


@pytest.mark.parametrize(
    ("text", "reason"), [("ab", "has 2 characters"), ("zz" * 32, "64 hexadecimal digits"), ("ab" * 40, "80 char")]
)
def test_what_is_no_hash_is_wrong_usage(text: str, reason: str) -> None:
    """With what is wrong about it."""
    with pytest.raises(click.BadParameter, match=reason):
        kinds.HASH.convert(text, None, None)


def test_an_address_may_be_of_any_network() -> None:
    """Which one the server is of, only the server knows."""
    assert kinds.ADDRESS.convert(STANDARD, None, None) == STANDARD
    assert kinds.ADDRESS.convert(SUBADDRESS, None, None) == SUBADDRESS


@pytest.mark.parametrize(
    ("kind", "text", "reason"),
    [
        (kinds.ADDRESS, STANDARD[:-1] + "z", "checksum"),
        (kinds.ADDRESS, "48", "characters"),
        (kinds.ADDRESS, "donate.example.org", "characters"),
        (kinds.ADDRESS_OR_NAME, STANDARD[:-1] + "z", "checksum"),
        (kinds.MINER, SUBADDRESS, "a subaddress does not do here"),
    ],
)
def test_what_is_no_address_is_wrong_usage(kind: kinds.Address, text: str, reason: str) -> None:
    """With what is wrong about it."""
    with pytest.raises(click.BadParameter, match=reason):
        kind.convert(text, None, None)


def test_a_name_is_left_to_the_server() -> None:
    """Where it looks up such names (OpenAlias)."""
    assert kinds.ADDRESS_OR_NAME.convert("donate.example.org", None, None) == "donate.example.org"


def test_every_hash_and_height_of_a_command_is_checked() -> None:
    """By the one type for it: a new option that takes any text fails this test."""
    loose = []
    for name in app.GROUPS:
        group = app.monero.get_command(click.Context(app.monero), name)
        assert isinstance(group, click.Group)
        for command in group.commands.values():
            loose += [
                f"{command.name} {option.opts[-1]}"
                for option in command.params
                if (option.metavar == "HASH" and option.type is click.STRING)
                or (option.opts[-1].endswith("height") and option.type is not kinds.HEIGHT)
            ]

    assert loose == []
