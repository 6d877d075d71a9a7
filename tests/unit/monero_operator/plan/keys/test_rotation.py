# SPDX-License-Identifier: Apache-2.0
"""What a value of the annotation asks to rotate."""

import pytest

from monero_operator.plan.keys import rotation

EVERYTHING = {("tor", "rpc"), ("tor", "rpc-0"), ("tor", "p2p-0"), ("i2p", "rpc"), ("i2p", "p2p-0")}
OF_TOR = {(network, entry) for network, entry in EVERYTHING if network == "tor"}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("2026-05-04T12:00:00", EVERYTHING),
        ("leaked", EVERYTHING),
        ("Sun Nov 22 12:06:29 UTC 2026", EVERYTHING),
        ("torn:again", set()),
        ("p2p:again", set()),
        ("a/rpc:again", set()),
        ("tor", OF_TOR),
        ("tor:again", OF_TOR),
        ("rpc:again", {("tor", "rpc"), ("i2p", "rpc")}),
        ("rpc-0", {("tor", "rpc-0")}),
        ("tor/p2p-0:12:00", {("tor", "p2p-0")}),
        ("i2p/rpc", {("i2p", "rpc")}),
        ("p2p-9:again", set()),
        ("tor/p2p-9:again", set()),
        ("tor/rcp:again", set()),
        ("tor/p2p-0/x:again", set()),
    ],
)
def test_it_is_of_what_it_names_and_else_of_everything(asked: str, expected: set[tuple[str, str]]) -> None:
    """Who mistypes a name does not lose all addresses for it."""
    found = rotation.read(asked)

    assert expected == {(at, entry) for at, entry in EVERYTHING if found.names(at, entry)}  # type: ignore[arg-type]  # literals
