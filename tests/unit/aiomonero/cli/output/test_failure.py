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
        (errors.DaemonAway("no connection to daemon"), 1, "set-daemon"),
        (errors.PaymentRequired("PAYMENT REQUIRED"), 1, "--address"),
        (errors.UnsupportedVersion("needs RPC version 3.18 or later"), 1, "get-version"),
        (errors.MethodMissing("unknown"), 1, "get-version"),
        (errors.WrongServer("that is a wallet"), 1, "`monero wallet` a monero-wallet-rpc"),
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


@pytest.mark.parametrize("method", ["transfer", "sweep_all", "relay_tx", "send_raw_transaction", "submit_block"])
@pytest.mark.parametrize("kind", [errors.TimedOut, errors.Closed, errors.Busy, errors.DaemonAway])
def test_what_may_have_been_done_is_not_to_be_repeated_blindly(kind: type[errors.MoneroError], method: str) -> None:
    """An answer that is lost says nothing about the payment."""
    assert "monero wallet get-transfers" in failure.sentence(kind("late", method=method))


@pytest.mark.parametrize(
    "error",
    [
        errors.TimedOut("late", method="get_info"),
        errors.TimedOut("late"),
        errors.ConnectFailed("refused", method="transfer"),
        errors.NotReady("BUSY", method="submit_block"),
        errors.DaemonAway("no connection", method="refresh"),
        errors.NotEnoughMoney("no", method="transfer"),
    ],
)
def test_what_was_surely_not_done_may_be_repeated(error: errors.MoneroError) -> None:
    """A question does no harm, and neither does what nobody was told or what was refused."""
    assert "may have been done" not in failure.sentence(error)


def test_what_the_other_side_said_cannot_steer_the_terminal() -> None:
    """A server's own words stand in the error."""
    sentence = failure.sentence(errors.Rejected("a\x1b[2J\nb"))

    assert sentence == "a\N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER}b"
