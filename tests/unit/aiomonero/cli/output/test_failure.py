# SPDX-License-Identifier: Apache-2.0
"""Errors as people and scripts see them."""

import pytest

from aiomonero import errors
from aiomonero.cli.output import failure


@pytest.mark.parametrize(
    ("error", "code", "advice"),
    [
        (errors.ConnectFailed("refused"), 3, "--address"),
        (errors.ProxyRefused("away"), 3, "--proxy"),
        (errors.TimedOut("late"), 3, "--request-timeout"),
        (errors.TlsFailed("unknown authority"), 3, "--tls-ca-cert"),
        (errors.Unauthorized("no"), 1, "MONERO_PASSWORD"),
        (errors.Restricted("no"), 1, "unrestricted port"),
        (errors.Busy("BUSY"), 1, "sync-info"),
        (errors.MethodMissing("unknown"), 1, "get-version"),
        (errors.Reorganized("replaced"), 1, "try again"),
        (errors.Rejected("no"), 1, ""),
        (errors.RemoteProtocolError("nonsense"), 4, ""),
    ],
)
def test_each_error_has_its_code_and_says_what_to_try(error: errors.MoneroError, code: int, advice: str) -> None:
    """The first line tells what happened, the next what helps."""
    sentence = failure.sentence(error.located(endpoint="http://a:1", method="get_info"))

    assert failure.exit_code(error) == code
    assert sentence.splitlines()[0] == f"get_info at http://a:1: {error.message}"
    assert advice in sentence


@pytest.mark.parametrize(
    ("group", "error", "advice"),
    [
        ("daemon", errors.ConnectFailed("refused"), "--address"),
        ("p2p", errors.ConnectFailed("refused"), "HOST:PORT"),
        ("p2p", errors.RemoteProtocolError("nonsense"), "--network"),
        ("wallet", errors.ConnectFailed("refused"), "--address"),
        ("wallet", errors.Restricted("no"), "--restricted-rpc"),
        ("wallet", errors.MethodMissing("unknown"), "monero wallet get-version"),
    ],
)
def test_advice_fits_the_group_of_the_command(group: str, error: errors.MoneroError, advice: str) -> None:
    """Nobody is told to try an option that the command does not have."""
    assert advice in failure.sentence(error, group)


def test_what_the_other_side_said_cannot_steer_the_terminal() -> None:
    """A server's own words stand in the error."""
    sentence = failure.sentence(errors.Rejected("a\x1b[2J\nb"))

    assert sentence == "a\N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER}b"
